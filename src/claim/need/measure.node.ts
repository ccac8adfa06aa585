/** Measures needs, each once: what was measured before is read from the folder. */
import { kept } from './kept.node.ts';
import type { Measured, MeasureOptions } from './measured.ts';
import { measureProbes } from './probe.node.ts';
import { measureSignal } from './signal.node.ts';
import { measureStudy } from './study.node.ts';
import type { Need } from './types.ts';

/** A need measured, or undefined when it was stopped before its end; what had finished is kept. */
export async function measure(need: Need, options: MeasureOptions): Promise<Measured | undefined> {
  // Runs of studies are their own record.
  if (need.kind === 'study') return measureStudy(need, options);
  const { before, keep } = kept<Measured>(options.folder, { need, engine: options.engine }, ({ result }) => Array.isArray(result));
  if (before) return before;
  const measured = await (need.kind === 'signal' ? measureSignal(need, options) : measureProbes(need, options));
  if (measured) keep(measured);
  return measured;
}
