/** Further normalizers in the Pre-Norm model that `normalizersOnText` trains: same task, steps, sizes and seeds. */
import type { Claim } from '../types.ts';
import { normalizerFigure } from './normalizers.ts';
import { normed, overTasks } from './training.ts';

export const moreNormalizerNeeds = {
  trained: overTasks('text', ['layer', 'layer-plain', 'scale', 'l2', 'dyt', 'derf', 'batch', 'power'].map(normed)),
} as const;

export const moreNormalizersFigure: Claim['figure'] = {
  ...normalizerFigure,
  names: {
    ...normalizerFigure.names,
    'layer-plain': { en: 'LayerNorm, no gain', zh: '层归一化，无增益' },
    scale: { en: 'ScaleNorm', zh: '尺度归一化 ScaleNorm' },
    l2: { en: 'L2', zh: 'L2 归一化' },
    derf: { en: 'Derf', zh: '动态误差函数 Derf' },
    power: { en: 'PowerNorm', zh: '幂归一化 PowerNorm' },
  },
};
