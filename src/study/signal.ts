/** Signal propagation at initialisation: arms × depths × seeds, one forward and one backward pass each. */

import { FailureError } from '../core/errors.ts';
import type { Language } from '../core/message/index.ts';
import { logLogSlope, mean, tInterval } from '../core/statistic/index.ts';
import type { EngineDescription } from '../engine/types.ts';
import { equationAcross } from '../model/across.ts';
import { equations } from '../model/equation.ts';
import { placesOf } from '../model/place.ts';
import { readPlacement } from '../model/placement/read.ts';
import { type DataShape, type ModelConfig, type Place, tokenShape } from '../model/types.ts';
import { parseRun } from '../spec/parse.ts';
import type { EngineChoice } from '../spec/run.ts';
import type { RunInput } from '../spec/schema.ts';
import { withTask } from '../spec/with-task.ts';
import { taskFor } from '../task/index.ts';
import type { TaskConfig } from '../task/types.ts';
import { type Arm, armModel, armTitle, type ModelInput } from './arm.ts';
import { armDiagram } from './describe.ts';
import type { Executor, Job } from './executor.ts';
import type { SignalMeasurement } from './signal-job.ts';
import { signalTheory } from './signal-theory.ts';
import type { SignalArm, SignalDepth } from './signal-types.ts';

export interface SignalPlan {
  readonly arms: readonly string[];
  /** What each arm has of its own. */
  readonly own: Readonly<Record<string, Arm>>;
  readonly depths: readonly number[];
  readonly seeds: readonly number[];
  /** Model fields that all arms share; placement and depth are filled in. */
  readonly model: Partial<ModelInput>;
  readonly batchSize: number;
  readonly vocabSize: number;
  /** What the networks read, and what that asks of them; uniformly random tokens when left out. */
  readonly data?: { readonly task: TaskConfig; readonly shape: DataShape };
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
    signal: { arm, model, batchSize: plan.batchSize, seeds: plan.seeds, ...(plan.data && { task: plan.data.task }) },
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

/** The model of one arm at one depth. @throws UserError when there can be none. */
export function cellModel({ model, own, data, vocabSize }: SignalPlan, arm: string, nLayers: number): ModelConfig {
  const asked = { ...armModel(model, own[arm] as Arm), nLayers };
  if (data) return withTask(parseRun({ model: asked, task: data.task as RunInput['task'] }).model, data.task.id, data.shape);
  const { seqLen, ...others } = asked;
  const task = taskFor(asked.architecture ?? 'decoder');
  const run = parseRun({ model: { ...others, ...(task.fixedSeqLen === undefined && { seqLen }) }, task: task.id as RunInput['task'] });
  const read = { ...tokenShape(vocabSize), sourceLen: run.model.architecture === 'encoder-decoder' ? (seqLen as number) : 0 };
  return { ...withTask(run.model, run.task.id, read), seqLen: seqLen as number };
}

function signalArm(id: string, plan: SignalPlan, cells: readonly SignalMeasurement[]): SignalArm {
  const model = cellModel(plan, id, Math.max(...plan.depths));
  const depths = cells.map((cell) => summary(cell, cellModel(plan, id, cell.depth), plan.theory));
  const norms = depths.map(({ lastFfnGradNorm }) => lastFfnGradNorm.mean);
  const slope =
    depths.length > 1
      ? logLogSlope(
          depths.map(({ depth }) => depth),
          norms,
        )
      : null;
  return {
    id,
    title: armTitle(plan.own[id] as Arm)[plan.language],
    equation: equationAcross(plan.depths.map((depth) => cellModel(plan, id, depth))),
    diagram: armDiagram(model),
    slope,
    depths,
  };
}

function summary({ depth, seeds }: SignalMeasurement, model: ModelConfig, theory: boolean): SignalDepth {
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
    theory: theory ? theoryOf(model) : {},
  };
}

/** Theory speaks of models whose sublayers are all alike. */
function theoryOf(model: ModelConfig): SignalDepth['theory'] {
  const lines = equations(model);
  const alike = lines.length === 1 && lines[0]?.varying.length === 0;
  return alike ? signalTheory(readPlacement(model).plan(placesOf(model)[0] as Place), model.nLayers) : {};
}
