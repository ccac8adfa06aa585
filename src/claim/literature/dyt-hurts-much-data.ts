import { againstLayer, normalizerFigure, readLosses, text } from '../shared/normalizers.ts';
import { dyt, removing } from '../shared/sources.ts';
import { normalizersOnText } from '../shared/training.ts';
import { defineClaim } from '../types.ts';

export const dytHurtsMuchData = defineClaim({
  id: 'dyt-hurts-much-data',
  group: 'literature',
  statement: { en: 'DyT instead of LayerNorm hurts where data is plentiful.', zh: '数据充足时，用 DyT 代替层归一化有害。' },
  sources: [removing, dyt],
  published: { en: 'validation loss +18.8% at 118M tokens', zh: '118M token：验证损失 +18.8%' },
  needs: { trained: normalizersOnText },
  read: readLosses,
  rule: againstLayer({ id: 'dyt', name: { en: 'DyT', zh: '动态双曲正切 DyT' }, task: text, within: [0, Number.POSITIVE_INFINITY] }),
  figure: { ...normalizerFigure, only: ['layer', 'dyt'] },
});
