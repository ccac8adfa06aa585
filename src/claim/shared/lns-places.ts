/** Where LayerNorm Scaling may put its factor 1/√l, and what a scaled start leaves of it. */
import type { Arm } from '../../study/arm.ts';
import type { Claim } from '../types.ts';
import { small, study } from './training.ts';
import { depth, loss } from './words.ts';

const placed = (scaleAt: string): Arm => ({ id: `lns-${scaleAt}`, model: { placement: { id: 'lns', scaleAt } } });

/** Matrices N(0, 0.15²), about Xavier's at this width, so that a start and its scaled form differ in the scaling alone. */
const drawn = (placement: string, init: string): Arm => ({
  id: `${placement}, ${init}`,
  model: { placement, init: { id: init, std: 0.15 } } as Arm['model'],
});

const lnsStudy = (arms: readonly (Arm | string)[]) =>
  study({
    arms,
    task: 'text',
    model: small,
    steps: 100,
    batchSize: 16,
    evaluation: { finalBatches: 24 },
    lr: [0.003, 0.01],
    warmup: [10],
    vary: { 'model.nLayers': [3, 6, 12] },
    diagnostics: { every: 0 },
    selectSeeds: [1],
    seeds: [2, 3, 4],
  });

export const lnsPlaceNeeds = {
  trained: lnsStudy(['pre', 'lns', ...['before-norm', 'after-branch', 'after-residual', 'attn-only', 'ffn-only'].map(placed)]),
} as const;

export const lnsStartNeeds = {
  trained: lnsStudy(['pre', 'lns'].flatMap((placement) => ['normal', 'depth-scaled'].map((init) => drawn(placement, init)))),
} as const;

export const lnsPlaceFigure: Claim['figure'] = {
  kind: 'lines',
  x: depth,
  y: loss,
  names: {
    lns: { en: 'behind the norm', zh: '归一化之后' },
    'lns-before-norm': { en: 'before the norm', zh: '归一化之前' },
    'lns-after-branch': { en: 'behind the branch', zh: '支路之后' },
    'lns-after-residual': { en: 'on the sum', zh: '残差和上' },
    'lns-attn-only': { en: 'attention only', zh: '仅注意力' },
    'lns-ffn-only': { en: 'feed-forward only', zh: '仅前馈' },
  },
};
