import { fairFigure, fairNeeds, proresPost } from '../shared/fair.ts';
import { below, lossRule } from '../shared/loss-rule.ts';
import { readLosses } from '../shared/normalizers.ts';
import { proRes } from '../shared/sources.ts';
import { post } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const proresHelpsPost = defineClaim({
  id: 'prores-helps-post',
  group: 'literature',
  statement: { en: 'Progressive residual warm-up makes Post-Norm end better.', zh: '渐进残差预热使后归一化最终更好。' },
  sources: [proRes],
  published: {
    en: 'perplexity 14.72, 11.92, 10.53 against 14.84, 12.74, 11.62 at 130M, 350M, 1.3B',
    zh: '130M、350M、1.3B：困惑度 14.72、11.92、10.53 对 14.84、12.74、11.62',
  },
  needs: fairNeeds,
  read: readLosses,
  rule: lossRule(proresPost, { id: 'post', name: post }, below),
  figure: { ...fairFigure, only: ['prores-post', 'post'] },
});
