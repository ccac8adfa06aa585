/** Made-up runs, and small studies that really run, on the reference engine in this thread. */
import { engines } from '../../src/engine/index.node.ts';
import type { Engine } from '../../src/engine/types.ts';
import type { EngineChoice, Run } from '../../src/spec/run.ts';
import { readArm } from '../../src/study/arm.ts';
import type { Executor } from '../../src/study/executor.ts';
import type { StudyPlan } from '../../src/study/plan.ts';
import type { RunRecord } from '../../src/study/types.ts';
import type { Workshop } from '../../src/study/work.ts';

/** A run that finished at `evalLoss`, unless told otherwise. */
export const record = (given: Partial<RunRecord>): RunRecord => ({
  id: `${given.stage ?? 'judge'}-${given.arm ?? 'a'}-${given.seed ?? 1}-${given.lr ?? 0.1}-${given.warmup ?? 0}`,
  arm: 'a',
  stage: 'judge',
  seed: 1,
  lr: 0.1,
  warmup: 0,
  fields: {},
  status: 'finished',
  evalLoss: 1,
  startLoss: 3,
  steps: 10,
  trainLoss: { steps: [], values: [] },
  validationLoss: { steps: [], values: [] },
  snapshots: [],
  seconds: 1,
  ...given,
});

export const diverged = (given: Partial<RunRecord>): RunRecord => record({ status: 'diverged', evalLoss: null, ...given });

/** Judging runs of one arm: seeds from 2, one loss each. */
export const arm = (id: string, losses: readonly number[]) => ({
  id,
  runs: losses.map((evalLoss, i) => record({ arm: id, seed: i + 2, evalLoss })),
});

/** Two arms, two learning rates, two warm-ups; a few steps each. */
export const smallPlan = (base: Partial<StudyPlan['base']> = {}, grid: Partial<StudyPlan['grid']> = {}): StudyPlan => ({
  arms: ['post', 'pre'],
  own: Object.fromEntries(['post', 'pre'].map((id) => [id, readArm(id)])),
  base: {
    model: { placement: 'pre', nLayers: 1, nHeads: 1, dModel: 4, seqLen: 4 },
    task: { id: 'copy', symbols: 3 },
    batchSize: 2,
    steps: 3,
    evaluation: { every: 3, batches: 1, finalBatches: 1 },
    diagnostics: { every: 2, series: ['max-abs'] },
    engine: 'reference',
    ...base,
  },
  grid: { lr: [0.01, 0.1], warmup: [0, 1], selectSeeds: [1], judgeSeeds: [2, 3], ...grid },
});

/** Engines of this process; `wrap` may watch them. */
export const workshop = (wrap: (engine: Engine) => Engine = (engine) => engine): Workshop => ({
  openEngine: async (choice: EngineChoice) => wrap(await engines.get(choice.id).open({ threads: 1 })),
  files: () => [],
});

/** An executor whose runs end as told: a loss, or `diverged`. It remembers what it ran. */
export function scripted(ending: (run: Run) => number | 'diverged'): Executor & { readonly ran: Run[] } {
  const ran: Run[] = [];
  return {
    ran,
    close: async () => undefined,
    execute: async (jobs, listener) => {
      for (const job of jobs) {
        if (job.kind !== 'train') continue;
        const { run } = job;
        ran.push(run);
        const end = ending(run);
        listener.event(job, { type: 'step', step: 0, loss: 4, lr: 0.1, gradientNorm: 1 });
        if (end === 'diverged') listener.event(job, { type: 'diverged', reason: { key: 'loss-not-finite', step: 1, value: Number.NaN } });
        else listener.event(job, { type: 'finished', steps: run.steps, evalLoss: end });
        listener.end(job, { type: 'ended' });
      }
    },
  };
}
