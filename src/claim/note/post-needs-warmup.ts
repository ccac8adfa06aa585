import { xiong } from '../shared/sources.ts';
import { readWarmup, warmupFigure, warmupNeeds, warmupRule } from '../shared/warmup.ts';
import { post } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const postNeedsWarmup = defineClaim({
  id: 'post-needs-warmup',
  group: 'note',
  statement: { en: 'Post-Norm needs warm-up.', zh: '后归一化需要预热。' },
  sources: [xiong],
  published: { en: '6-6 layers, IWSLT14: 8.45 BLEU without warm-up, about 34 with', zh: '6-6 层，IWSLT14：不预热 8.45 BLEU，预热约 34' },
  needs: warmupNeeds,
  read: readWarmup,
  rule: warmupRule('post', post, true),
  figure: warmupFigure,
});
