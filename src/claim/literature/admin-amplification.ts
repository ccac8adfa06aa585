import { answerLines } from '../read/read.ts';
import { exponentDifference } from '../rule/combine.ts';
import { alone, rule, units } from '../rule/rule.ts';
import { perturbedAtStart } from '../shared/at-start.ts';
import { liu } from '../shared/sources.ts';
import { depth } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const adminAmplification = defineClaim({
  id: 'admin-amplification',
  group: 'literature',
  statement: {
    en: 'A small change of the weights moves the output of Post-Norm as O(n) in the number of sublayers, that of Pre-Norm as O(log n).',
    zh: '权重的微小变化使输出改变的幅度，后归一化随子层数按 O(n) 增长，前归一化按 O(log n) 增长。',
  },
  sources: [liu],
  published: { en: 'theorem; measured at 6 to 60 layers', zh: '定理；在 6 到 60 层测量' },
  needs: { asked: perturbedAtStart },
  read: ({ asked }) => ({ main: answerLines(asked, ({ series }) => series['amplification/output']?.[0] ?? Number.NaN) }),
  rule: rule({
    quantity: {
      en: 'exponent k of depth^k in the relative squared change of what the head reads, of Post-Norm minus that of Pre-Norm on the same seed; a quarter or more is taken as growing faster in kind',
      zh: '输出头所读量的相对平方变化随深度的幂次 k：相同种子上后归一化减去前归一化；达到 1/4 即视为增长类型不同',
    },
    unit: units.exponent,
    effects: exponentDifference('post', 'pre'),
    within: [0.25, Number.POSITIVE_INFINITY],
    size: alone,
  }),
  figure: {
    kind: 'lines',
    log: true,
    x: depth,
    y: { en: 'relative squared change of the output', zh: '输出的相对平方变化' },
    theory: { post: 1 },
  },
});
