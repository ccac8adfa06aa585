import { deepnormNamed, fairFigure, fairNeeds } from '../shared/fair.ts';
import { below, lossRule } from '../shared/loss-rule.ts';
import { readLosses } from '../shared/normalizers.ts';
import { deepNet, proRes } from '../shared/sources.ts';
import { pre } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const deepnormBeatsPre = defineClaim({
  id: 'deepnorm-beats-pre',
  group: 'literature',
  statement: { en: 'DeepNorm ends better than Pre-Norm.', zh: 'DeepNorm 的最终效果优于前归一化。' },
  sources: [deepNet, proRes],
  published: {
    en: 'language models tuned alike: perplexity 14.57 against 14.67 at 130M, 12.38 against 12.36 at 350M, 10.32 both at 1.3B; made for translation with up to 1000 layers',
    zh: '同等调参的语言模型：130M 困惑度 14.57 对 14.67，350M 12.38 对 12.36，1.3B 均为 10.32；为多至 1000 层的翻译模型而设',
  },
  needs: fairNeeds,
  read: readLosses,
  rule: lossRule(deepnormNamed, { id: 'pre', name: pre }, below),
  figure: { ...fairFigure, only: ['deepnorm', 'pre'] },
});
