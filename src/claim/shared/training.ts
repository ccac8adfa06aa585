/** Trained studies, each shared by all claims that it answers. Sizes are those of one core in minutes. */
import type { Arm, ArmInput } from '../../study/arm.ts';
import type { StudyOptions } from '../../study/options.ts';
import type { ProbeNeed, StudyNeed } from '../need/types.ts';
import { atDepth, deepnorm, wrongSign } from './arms.ts';

/** A study as a need. */
export const study = (options: StudyOptions): StudyNeed => ({ kind: 'study', options });

const depths = [4, 8, 16];
/** A model that a core trains in seconds. */
export const small = { dModel: 32, nHeads: 4, seqLen: 16 } as const;
const short = { steps: 120, batchSize: 16, evaluation: { finalBatches: 24 } } as const;

/** Every arm at its own best learning rate, on characters of a book. */
const tunedText = (arms: readonly ArmInput[]): StudyNeed =>
  study({
    arms,
    task: 'text',
    model: small,
    ...short,
    lr: [0.001, 0.003, 0.01],
    warmup: [12],
    vary: { 'model.nLayers': depths },
    diagnostics: { every: 60, series: ['stream-rms', 'max-abs', 'embedding-share', 'gradient-norm'] },
    selectSeeds: [1],
    seeds: [2, 3, 4, 5],
  });

export const placementsOnText = tunedText(['post', 'pre', 'sandwich', deepnorm, 'lns']);
const mixed = (share: number): Arm => ({ id: `mix-${share}`, model: { placement: { id: 'mix-ln', share } as never } });
export const mixtures = tunedText(['pre', mixed(0.25), mixed(0.5), 'post']);

/** What the trained models are asked of their depth. */
export const depthOfTrained: ProbeNeed = {
  kind: 'trained',
  study: placementsOnText,
  arms: ['post', 'pre'],
  probes: ['block-merge', 'effective-depth', 'angular-distance'],
  batches: 4,
};

/** With and without warm-up, at two learning rates, on a task that is either solved or not. Nothing is chosen. */
export const withoutWarmup = study({
  arms: ['post', 'pre', 'residual-dual'],
  task: { id: 'copy', symbols: 8 },
  model: small,
  steps: 100,
  batchSize: 16,
  evaluation: { finalBatches: 8 },
  lr: [0.003, 0.01],
  warmup: [0, 30],
  vary: { 'model.nLayers': depths },
  protocol: { id: 'map', refine: 0 },
  selectSeeds: [2, 3, 4, 5],
});

/** One ramp of the learning rate from 0 to 0.3: where it breaks. */
export const ramp = study({
  arms: ['post', deepnorm, 'hybrid', { id: 'mix-ln', model: { placement: 'mix-ln' } }, 'sandwich', 'pre', 'keel'],
  task: 'text',
  model: small,
  steps: 150,
  batchSize: 16,
  clip: null,
  evaluation: { finalBatches: 1, every: 150 },
  schedule: { id: 'warmup' },
  lr: [0.3],
  warmup: [149],
  vary: { 'model.nLayers': depths },
  protocol: { id: 'map', refine: 0 },
  selectSeeds: [2, 3, 4],
});

/** One learning rate, no warm-up: what the start alone does. */
const started = (id: string, model: Arm['model']): Arm => ({ id, model });
export const starts = study({
  arms: depths.flatMap((depth) => [
    ...[
      started('post-xavier', { placement: 'post', init: 'xavier' }),
      started('post-small-init', { placement: 'post', init: 'small-init' }),
      started('post-ds-init', { placement: 'post', init: 'ds-init' }),
      started('deepnorm', { placement: 'deepnorm', init: 'deepnet' }),
      started('admin', { placement: 'admin', init: 'admin' }),
      started('t-fixup', { placement: 't-fixup', init: 't-fixup' }),
      started('none', { placement: 'none', init: 'xavier' }),
      started('pre', { placement: 'pre', init: 'xavier' }),
    ].map((arm) => atDepth(arm, depth)),
    wrongSign(depth),
  ]),
  task: { id: 'copy', symbols: 8 },
  model: small,
  steps: 100,
  batchSize: 16,
  evaluation: { finalBatches: 8 },
  lr: [0.01],
  warmup: [0],
  protocol: { id: 'map', refine: 0 },
  selectSeeds: [2, 3, 4],
});

/** Sizes of the studies that go over tasks. */
const shallow = [2, 4, 8];
export const overTasks = (task: StudyOptions['task'], arms: readonly ArmInput[]): StudyNeed =>
  study({
    arms,
    task,
    model: { dModel: 32, nHeads: 4 },
    steps: 80,
    batchSize: 16,
    evaluation: { finalBatches: 16 },
    lr: [0.003, 0.01],
    warmup: [8],
    vary: { 'model.nLayers': shallow },
    diagnostics: { every: 0 },
    selectSeeds: [1],
    seeds: [2, 3, 4, 5],
  });

const three: readonly ArmInput[] = ['post', 'pre', 'sandwich'];
export const taskIds = ['text', 'masked-text', 'translation', 'classification', 'copy', 'images'] as const;
export const perTask = Object.fromEntries(taskIds.map((id) => [id, overTasks(id, three)])) as Readonly<
  Record<(typeof taskIds)[number], StudyNeed>
>;

/** Pre-Norm with another normalizer. */
export const normed = (normalizer: string): Arm => ({ id: normalizer, model: { placement: 'pre', normalizer: normalizer as never } });
const normalizers: readonly Arm[] = ['layer', 'rms', 'batch', 'dyt'].map(normed);
export const normalizersOnText = overTasks('text', normalizers);
/** Images take longer to learn anything of. */
export const normalizersOnImages = study({
  arms: ['layer', 'batch'].map(normed),
  task: 'images',
  model: { dModel: 32, nHeads: 4 },
  steps: 300,
  batchSize: 16,
  evaluation: { finalBatches: 16 },
  lr: [0.003, 0.01],
  warmup: [30],
  vary: { 'model.nLayers': [1, 2, 4] },
  diagnostics: { every: 0 },
  selectSeeds: [1],
  seeds: [2, 3, 4, 5],
});

/** Twelve thousand characters, read many times over: here a model can learn by heart. */
export const littleText = study({
  arms: [...three, normed('dyt')],
  task: { id: 'text', validationShare: 0.99 },
  model: small,
  steps: 250,
  batchSize: 16,
  evaluation: { finalBatches: 24 },
  lr: [0.003, 0.01],
  warmup: [20],
  vary: { 'model.nLayers': [1, 2, 4] },
  diagnostics: { every: 0 },
  selectSeeds: [1],
  seeds: [2, 3, 4, 5],
});
