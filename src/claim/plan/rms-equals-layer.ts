import { againstLayer, normalizerFigure, readLosses, text } from '../shared/normalizers.ts';
import { rmsNorm } from '../shared/sources.ts';
import { normalizersOnText } from '../shared/training.ts';
import { defineClaim } from '../types.ts';

export const rmsEqualsLayer = defineClaim({
  id: 'rms-equals-layer',
  group: 'plan',
  statement: { en: 'RMSNorm does as well as LayerNorm.', zh: 'RMS 归一化与层归一化效果相当。' },
  sources: [rmsNorm],
  published: { en: 'WMT14 En-De within 0.1 BLEU', zh: 'WMT14 英德相差 0.1 BLEU 以内' },
  needs: { trained: normalizersOnText },
  read: readLosses,
  rule: againstLayer({ id: 'rms', name: { en: 'RMSNorm', zh: 'RMS 归一化' }, task: text, within: [-0.02, 0.02] }),
  figure: { ...normalizerFigure, only: ['layer', 'rms'] },
});
