import { xiong } from '../shared/sources.ts';
import { readWarmup, warmupFigure, warmupNeeds, warmupRule } from '../shared/warmup.ts';
import { pre } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const preWithoutWarmup = defineClaim({
  id: 'pre-without-warmup',
  group: 'note',
  statement: { en: 'Pre-Norm trains stably without warm-up.', zh: '前归一化不用预热也能稳定训练。' },
  sources: [xiong],
  published: { en: '6-6 layers, IWSLT14: about 34 BLEU without warm-up', zh: '6-6 层，IWSLT14：不预热约 34 BLEU' },
  needs: warmupNeeds,
  read: readWarmup,
  rule: warmupRule('pre', pre, false),
  figure: warmupFigure,
});
