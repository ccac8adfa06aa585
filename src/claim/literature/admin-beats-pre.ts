import { adminNamed, fairFigure, fairNeeds } from '../shared/fair.ts';
import { below, lossRule } from '../shared/loss-rule.ts';
import { readLosses } from '../shared/normalizers.ts';
import { curse, liu } from '../shared/sources.ts';
import { pre } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const adminBeatsPre = defineClaim({
  id: 'admin-beats-pre',
  group: 'literature',
  statement: { en: 'Admin ends better than Pre-Norm.', zh: 'Admin 优于前归一化。' },
  sources: [liu, curse],
  published: {
    en: 'WMT14 En-De: 27.90, 28.58, 29.03 against 27.27, 28.26, 28.38 BLEU at 6, 12, 18 layers; a 130M language model: perplexity 27.91 against 26.73',
    zh: 'WMT14 英德 6、12、18 层：27.90、28.58、29.03 对 27.27、28.26、28.38 BLEU；130M 语言模型：困惑度 27.91 对 26.73',
  },
  needs: fairNeeds,
  read: readLosses,
  rule: lossRule(adminNamed, { id: 'pre', name: pre }, below),
  figure: { ...fairFigure, only: ['admin', 'pre'] },
});
