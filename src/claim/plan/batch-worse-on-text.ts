import { againstLayer, normalizerFigure, readLosses, text } from '../shared/normalizers.ts';
import { powerNorm } from '../shared/sources.ts';
import { normalizersOnText } from '../shared/training.ts';
import { defineClaim } from '../types.ts';

export const batchWorseOnText = defineClaim({
  id: 'batch-worse-on-text',
  group: 'plan',
  statement: { en: 'BatchNorm is worse than LayerNorm on text.', zh: '在文本上批归一化不如层归一化。' },
  sources: [powerNorm],
  published: { en: 'IWSLT De-En: LayerNorm about 35.3 BLEU, BatchNorm about 34', zh: 'IWSLT 德英：层归一化约 35.3 BLEU，批归一化约 34' },
  needs: { trained: normalizersOnText },
  read: readLosses,
  rule: againstLayer({ id: 'batch', name: { en: 'BatchNorm', zh: '批归一化' }, task: text, within: [0, Number.POSITIVE_INFINITY] }),
  figure: { ...normalizerFigure, only: ['layer', 'batch'] },
});
