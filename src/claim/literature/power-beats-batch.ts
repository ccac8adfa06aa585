import { below, lossRule } from '../shared/loss-rule.ts';
import { moreNormalizerNeeds, moreNormalizersFigure } from '../shared/more-normalizers.ts';
import { readLosses } from '../shared/normalizers.ts';
import { powerNorm } from '../shared/sources.ts';
import { defineClaim } from '../types.ts';

export const powerBeatsBatch = defineClaim({
  id: 'power-beats-batch',
  group: 'literature',
  statement: { en: 'PowerNorm does better than BatchNorm on text.', zh: '文本上幂归一化 PowerNorm 优于批归一化。' },
  sources: [powerNorm],
  published: {
    en: 'better than LayerNorm by 0.4 BLEU on IWSLT14 and by 5.6 and 3.0 in perplexity on PTB and WikiText-103; BatchNorm below LayerNorm',
    zh: 'IWSLT14 比层归一化高 0.4 BLEU，PTB 与 WikiText-103 困惑度低 5.6 与 3.0；批归一化不如层归一化',
  },
  needs: moreNormalizerNeeds,
  read: readLosses,
  rule: lossRule(
    { id: 'power', name: { en: 'Pre-Norm with PowerNorm', zh: '用幂归一化 PowerNorm 的前归一化' } },
    { id: 'batch', name: { en: 'that with BatchNorm', zh: '用批归一化的前归一化' } },
    below,
  ),
  figure: { ...moreNormalizersFigure, only: ['power', 'batch'] },
});
