import { lossRule } from '../shared/loss-rule.ts';
import { readLosses } from '../shared/normalizers.ts';
import { cogViewNormed, sandwichFigure, sandwichNamed, sandwichNeeds } from '../shared/sandwich-variants.ts';
import { cogView } from '../shared/sources.ts';
import { defineClaim } from '../types.ts';

export const cogviewNormSame = defineClaim({
  id: 'cogview-norm-same',
  group: 'plan',
  statement: {
    en: 'CogView’s LayerNorm, which divides by the largest value first, changes nothing in single precision.',
    zh: 'CogView 先除以最大值的层归一化在单精度下不改变结果。',
  },
  sources: [cogView],
  published: { en: 'made against overflow in half precision, 4B parameters', zh: '为防半精度溢出而设，40 亿参数' },
  needs: sandwichNeeds,
  read: readLosses,
  rule: lossRule(cogViewNormed, sandwichNamed, [-0.02, 0.02]),
  figure: { ...sandwichFigure, only: ['sandwich', 'sandwich-cogview'] },
});
