/** Signal propagation at initialisation: arms × depths × seeds, one forward and one backward pass each. */

import { FailureError } from '../core/errors.ts';
import type { Language } from '../core/message/index.ts';
import { logLogSlope, mean, tInterval } from '../core/statistics.ts';
import type { EngineDescription } from '../engine/types.ts';
import { placements } from '../model/placement/index.ts';
import type { ModelConfig } from '../model/types.ts';
import { parseRun } from '../spec/parse.ts';
import type { EngineChoice } from '../spec/run.ts';
import type { RunInput } from '../spec/schema.ts';
import { armDiagram, armEquation } from './describe.ts';
import type { Executor, Job } from './executor.ts';
import type { SignalMeasurement } from './signal-job.ts';
import { signalTheory } from './signal-theory.ts';
import type { SignalArm, SignalDepth } from './signal-types.ts';

export interface SignalPlan {
  readonly arms: readonly string[];
  readonly depths: readonly number[];
  readonly seeds: readonly number[];
  /** Model fields that all arms share; placement and depth are filled in. */
  readonly model: Omit<RunInput['model'], 'placement' | 'nLayers'>;
  readonly batchSize: number;
  readonly vocabSize: number;
  readonly engine: EngineChoice;
  /** Whether the model is the theory's, so that theory can be drawn beside it. */
  readonly theory: boolean;
  /** Of the arms' titles. */
  readonly language: Language;
}

/** Settings by name: `xiong` is the theory setting of Xiong et al. 2020 (single head, W_Q = W_K = 0, d × d ReLU FFN, unit embeddings). */
export const signalSettings = {
  model: {},
  xiong: { nHeads: 1, init: 'xiong', activation: 'relu', position: 'none' },
} as const;

export type SignalSetting = keyof typeof signalSettings;

export interface SignalOutcome {
  readonly arms: readonly SignalArm[];
  readonly engine: EngineDescription | undefined;
  readonly interrupted: boolean;
}

export interface SignalProgress {
  readonly done: number;
  readonly total: number;
}

export async function runSignal(
  plan: SignalPlan,
  executor: Executor,
  onProgress?: (progress: SignalProgress) => void,
  signal?: AbortSignal,
): Promise<SignalOutcome> {
  const cells = plan.arms.flatMap((arm) => plan.depths.map((depth) => ({ arm, depth, model: cellModel(plan, arm, depth) })));
  const jobs: Job[] = cells.map(({ arm, model }, i) => ({
    kind: 'signal',
    id: String(i),
    engine: plan.engine,
    signal: { arm, model, batchSize: plan.batchSize, seeds: plan.seeds },
  }));
  const measured = new Map<string, SignalMeasurement>();
  let engine: EngineDescription | undefined;
  let failure: string | undefined;
  await executor.execute(
    jobs,
    {
      event: (job, event) => {
        if (event.type !== 'signal') return;
        measured.set(job.id, event.measurement);
        engine = event.engine;
        onProgress?.({ done: measured.size, total: jobs.length });
      },
      end: (_job, end) => {
        if (end.type === 'failed') failure ??= end.message;
      },
    },
    signal,
  );
  if (failure !== undefined) throw new FailureError('error.jobFailed', { detail: failure });
  const arms = plan.arms.map((arm) =>
    signalArm(
      arm,
      plan,
      cells.flatMap((cell, i) => (cell.arm === arm ? (measured.get(String(i)) ?? []) : [])),
    ),
  );
  return { arms, engine, interrupted: signal?.aborted ?? false };
}

function cellModel({ model, vocabSize }: SignalPlan, placement: string, nLayers: number): ModelConfig {
  const run = parseRun({ model: { ...model, placement, nLayers }, task: 'copy' });
  return { ...run.model, vocabSize };
}

function signalArm(id: string, plan: SignalPlan, cells: readonly SignalMeasurement[]): SignalArm {
  const placement = placements.get(id);
  const normalizer = typeof plan.model.normalizer === 'object' ? plan.model.normalizer.id : (plan.model.normalizer ?? 'layer');
  const model = { placement: id, normalizer, nLayers: Math.max(...plan.depths) };
  const depths = cells.map((cell) => summary(cell, id, plan.theory));
  const norms = depths.map(({ lastFfnGradNorm }) => lastFfnGradNorm.mean);
  const slope =
    depths.length > 1
      ? logLogSlope(
          depths.map(({ depth }) => depth),
          norms,
        )
      : null;
  return { id, title: placement.title[plan.language], equation: armEquation(model), diagram: armDiagram(model), slope, depths };
}

function summary({ depth, seeds }: SignalMeasurement, arm: string, theory: boolean): SignalDepth {
  const norms = seeds.map(({ lastFfnGradNorm }) => lastFfnGradNorm);
  const interval = tInterval(norms);
  const average = (pick: (seed: SignalMeasurement['seeds'][number]) => readonly number[]) =>
    Array.from({ length: depth }, (_, i) => mean(seeds.map((seed) => pick(seed)[i] as number)));
  return {
    depth,
    lastFfnGradNorm: { mean: mean(norms), low: interval?.low ?? null, high: interval?.high ?? null },
    streamEnergy: average(({ streamEnergy }) => streamEnergy),
    gradNormByLayer: average(({ gradNormByLayer }) => gradNormByLayer),
    embeddingShare: average(({ embeddingShare }) => embeddingShare),
    theory: theory ? signalTheory(placements.get(arm).plan({ layer: 0, depth, sublayer: 'attn' }), depth) : {},
  };
}
