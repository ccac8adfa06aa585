/** Placements on text, each at its own best learning rate, all with a quarter of the steps as warm-up, as Post-Norm wants it. */
import type { Localized } from '../../core/message/index.ts';
import type { Arm } from '../../study/arm.ts';
import type { Claim } from '../types.ts';
import { admin, deepnorm } from './arms.ts';
import type { Named } from './loss-rule.ts';
import { small, study } from './training.ts';
import { depth, loss } from './words.ts';

/** Every block writes all of its branch by the 48th step of 140 at the latest. */
const prores = (base: string): Arm => ({ id: `prores-${base}`, model: { placement: { id: 'prores', base, rampSteps: 4 } } });

export const fairNeeds = {
  trained: study({
    arms: ['post', 'pre', 'sandwich', deepnorm, 'lns', admin, prores('pre'), prores('post')],
    task: 'text',
    model: small,
    steps: 140,
    batchSize: 16,
    evaluation: { finalBatches: 24 },
    lr: [0.001, 0.003, 0.01],
    warmup: [35],
    vary: { 'model.nLayers': [3, 6, 12] },
    diagnostics: { every: 0 },
    selectSeeds: [1],
    seeds: [2, 3, 4],
  }),
} as const;

const named = (id: string, en: string, zh: string): Named => ({ id, name: { en, zh } });

export const proresPre = named('prores-pre', 'Pre-Norm with progressive residual warm-up', '用渐进残差预热的前归一化');
export const proresPost = named('prores-post', 'Post-Norm with progressive residual warm-up', '用渐进残差预热的后归一化');
export const adminNamed = named('admin', 'Admin', '自适应初始化 Admin');
export const deepnormNamed = named('deepnorm', 'DeepNorm', 'DeepNorm');

export const fairFigure: Claim['figure'] = {
  kind: 'lines',
  x: depth,
  y: loss,
  names: {
    'prores-pre': { en: 'ProRes on Pre', zh: 'ProRes（前）' },
    'prores-post': { en: 'ProRes on Post', zh: 'ProRes（后）' },
  } satisfies Readonly<Record<string, Localized>>,
};
