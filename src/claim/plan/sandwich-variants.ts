/** What may be changed of Sandwich-Norm, asked of one study. */
import { above, below, lossRule } from '../shared/loss-rule.ts';
import { readLosses } from '../shared/normalizers.ts';
import {
  cogViewNormed,
  frozen,
  sandwichFigure,
  sandwichNamed,
  sandwichNeeds,
  smallGain,
  withEmbeddingNorm,
} from '../shared/sandwich-variants.ts';
import { cogView, periLn } from '../shared/sources.ts';
import { answeredBy, type Claim } from '../types.ts';

const claim = answeredBy({ group: 'plan', needs: sandwichNeeds, read: readLosses, figure: sandwichFigure });

export const sandwichClaims: readonly Claim[] = [
  claim({
    id: 'sandwich-learned-gain',
    statement: {
      en: 'Sandwich-Norm needs the learned gain of its output norm: without it it ends worse.',
      zh: '三明治归一化需要输出归一化中可学习的增益：没有增益时最终更差。',
    },
    sources: [periLn, cogView],
    published: { en: 'Peri-LN: freezing the gain hurts; CogView leaves it learnable', zh: 'Peri-LN：固定增益会变差；CogView 让增益可学习' },
    rule: lossRule(frozen, sandwichNamed, above),
    only: ['sandwich', 'sandwich-frozen'],
  }),
  claim({
    id: 'sandwich-small-gain',
    statement: {
      en: 'Sandwich-Norm whose output gains start small ends better than with gains of one.',
      zh: '输出增益从小值起步的三明治归一化最终优于从 1 起步。',
    },
    sources: [cogView],
    published: { en: 'asked, not published: gains start at 1', zh: '尚无发表结果的问题：增益从 1 起步' },
    rule: lossRule(smallGain, sandwichNamed, below),
    only: ['sandwich', 'sandwich-small', 'pre'],
  }),
  claim({
    id: 'sandwich-embedding-norm',
    statement: { en: 'A norm behind the embedding makes Sandwich-Norm end better.', zh: '嵌入后的归一化使三明治归一化最终更好。' },
    sources: [periLn],
    published: { en: '400M to 3.2B: trained with it', zh: '400M 到 3.2B：训练时带有它' },
    rule: lossRule(withEmbeddingNorm, sandwichNamed, below),
    only: ['sandwich', 'peri'],
  }),
  claim({
    id: 'cogview-norm-same',
    statement: {
      en: 'CogView’s LayerNorm, which divides by the largest value first, changes nothing in single precision.',
      zh: 'CogView 先除以最大值的层归一化在单精度下不改变结果。',
    },
    sources: [cogView],
    published: { en: 'made against overflow in half precision, 4B parameters', zh: '为防半精度溢出而设，40 亿参数' },
    rule: lossRule(cogViewNormed, sandwichNamed, [-0.02, 0.02]),
    only: ['sandwich', 'sandwich-cogview'],
  }),
];
