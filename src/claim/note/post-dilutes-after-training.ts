import { studyLines } from '../read/read.ts';
import { lastMeasured } from '../read/run.ts';
import { difference } from '../rule/combine.ts';
import { rule, units } from '../rule/rule.ts';
import { suInit } from '../shared/sources.ts';
import { placementsOnText } from '../shared/training.ts';
import { depth } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const postDilutesAfterTraining = defineClaim({
  id: 'post-dilutes-after-training',
  group: 'note',
  statement: {
    en: 'Post-Norm still dilutes the identity after training: less of the embedding reaches the end than in Pre-Norm.',
    zh: '训练之后后归一化仍会稀释恒等支路：到达末端的嵌入比前归一化少。',
  },
  sources: [suInit],
  published: { en: 'said without numbers', zh: '没有给出数字' },
  needs: { trained: placementsOnText },
  read: ({ trained }) => ({
    main: studyLines(trained, { pick: (run) => Math.abs(lastMeasured(run, 'embedding-share').at(-1) ?? Number.NaN) }),
  }),
  rule: rule({
    quantity: {
      en: "cosine of the last block's stream with the embedding after training, of Post-Norm minus that of Pre-Norm on the same seed",
      zh: '训练后最后一块的残差流与嵌入的余弦：在相同种子上，后归一化减去前归一化',
    },
    unit: units.none,
    effects: difference('post', 'pre'),
    within: [Number.NEGATIVE_INFINITY, 0],
  }),
  figure: { kind: 'lines', x: depth, y: { en: 'cosine of the last stream with the embedding', zh: '末端残差流与嵌入的余弦' } },
});
