import { chooseEngine } from '../../study/engine-choice.node.ts';
import { Pool } from '../../study/pool.node.ts';
import { runSignal } from '../../study/signal.ts';
import { signalPlan } from '../../study/signal-options.ts';
import { withExecutor } from '../../study/with-executor.ts';
import { keptSignals } from './kept.node.ts';
import type { Measured, MeasureOptions } from './measured.ts';
import { tapped } from './tapped.ts';
import type { SignalCell, SignalNeed } from './types.ts';

/** Every seed by itself, where `signal` gives means. Undefined when stopped before its end. */
export async function measureSignal(
  need: SignalNeed,
  { folder, jobs, signal, engine, progress }: MeasureOptions,
): Promise<Measured | undefined> {
  const { kind: _kind, ...options } = need;
  const plan = signalPlan(options, await chooseEngine(engine, 1));
  const cells: SignalCell[] = [];
  const began = performance.now();
  const outcome = await withExecutor(keptSignals(new Pool(jobs), folder), signal, (pool, stop) =>
    runSignal(plan, tapped(pool, cells), ({ done, total }) => progress?.(done / total), stop.signal),
  );
  if (cells.length < plan.arms.length * plan.depths.length) return undefined;
  const place = ({ arm, depth }: SignalCell): number => plan.arms.indexOf(arm) * 1e6 + depth;
  const result = cells.sort((a, b) => place(a) - place(b));
  return { result, runs: cells.length * plan.seeds.length, seconds: (performance.now() - began) / 1000, engine: outcome.engine ?? null };
}
