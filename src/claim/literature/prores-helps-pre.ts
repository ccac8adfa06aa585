import { fairFigure, fairNeeds, proresPre } from '../shared/fair.ts';
import { below, lossRule } from '../shared/loss-rule.ts';
import { readLosses } from '../shared/normalizers.ts';
import { proRes } from '../shared/sources.ts';
import { pre } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const proresHelpsPre = defineClaim({
  id: 'prores-helps-pre',
  group: 'literature',
  statement: { en: 'Progressive residual warm-up makes Pre-Norm end better.', zh: '渐进残差预热使前归一化最终更好。' },
  sources: [proRes],
  published: {
    en: 'perplexity 14.30, 11.74, 9.86 against 14.67, 12.36, 10.32 at 130M, 350M, 1.3B',
    zh: '130M、350M、1.3B：困惑度 14.30、11.74、9.86 对 14.67、12.36、10.32',
  },
  needs: fairNeeds,
  read: readLosses,
  rule: lossRule(proresPre, { id: 'pre', name: pre }, below),
  figure: { ...fairFigure, only: ['prores-pre', 'pre'] },
});
