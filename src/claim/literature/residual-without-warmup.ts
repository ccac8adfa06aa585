import { resiDual } from '../shared/sources.ts';
import { readWarmup, warmupFigure, warmupNeeds, warmupRule } from '../shared/warmup.ts';
import { defineClaim } from '../types.ts';

export const residualWithoutWarmup = defineClaim({
  id: 'residual-without-warmup',
  group: 'literature',
  statement: { en: 'ResiDual trains without warm-up, as Post-Norm does not.', zh: 'ResiDual 不用预热也能训练，而后归一化不能。' },
  sources: [resiDual],
  published: {
    en: '6-6 and 12-12 layers, IWSLT14: 35.76 and 35.57 BLEU without warm-up; Post fails',
    zh: '6-6 与 12-12 层，IWSLT14：不预热 35.76 与 35.57 BLEU；后归一化失败',
  },
  needs: warmupNeeds,
  read: readWarmup,
  rule: warmupRule('residual-dual', { en: 'ResiDual', zh: '双残差 ResiDual' }, false),
  figure: warmupFigure,
});
