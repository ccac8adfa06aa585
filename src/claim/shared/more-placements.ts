/** Further placements on the text study of `perTask`: same steps, sizes and seeds. */
import type { Arm } from '../../study/arm.ts';
import type { Claim } from '../types.ts';
import type { Named } from './loss-rule.ts';
import { overTasks } from './training.ts';
import { depth, loss } from './words.ts';

const embedded = (embeddingStd: number): Arm => ({
  id: `pre, ${embeddingStd}`,
  model: { placement: 'pre', init: { id: 'xavier', embeddingStd } },
});

export const morePlacementNeeds = {
  trained: overTasks('text', ['pre', 'post', 'hybrid', 'siamese', 'normformer', 'residual-dual', 'layerscale']),
} as const;

/** The two deviations of the embedding that repositories behind compared numbers start from. */
export const embeddingNeeds = { trained: overTasks('text', [embedded(0.02), embedded(0.632)]) } as const;

const named = (id: string, en: string, zh: string): Named => ({ id, name: { en, zh } });

export const hybrid = named('hybrid', 'HybridNorm', '混合归一化 HybridNorm');
export const siamese = named('siamese', 'SiameseNorm', '孪生归一化 SiameseNorm');
export const normformer = named('normformer', 'NormFormer', 'NormFormer');
export const residualDual = named('residual-dual', 'ResiDual', '双残差 ResiDual');
export const layerscale = named('layerscale', 'Pre-Norm with LayerScale', '带 LayerScale 的前归一化');

export const morePlacementsFigure: Claim['figure'] = { kind: 'lines', x: depth, y: loss };
