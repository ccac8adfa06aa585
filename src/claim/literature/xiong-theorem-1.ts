import { signalLines } from '../read/read.ts';
import { exponentDifference } from '../rule/combine.ts';
import { alone, rule, units } from '../rule/rule.ts';
import { theoryAtStart } from '../shared/at-start.ts';
import { xiong } from '../shared/sources.ts';
import { depth } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const xiongTheorem1 = defineClaim({
  id: 'xiong-theorem-1',
  group: 'literature',
  statement: {
    en: 'At initialisation the gradient of the last feed-forward matrix does not depend on the depth in Post-Norm and falls as 1/√depth in Pre-Norm.',
    zh: '初始化时，最后一个前馈矩阵的梯度在后归一化中与深度无关，在前归一化中按 1/√深度 下降。',
  },
  sources: [xiong],
  published: { en: 'theorem; measured at 6 to 14 layers', zh: '定理；在 6 到 14 层测量' },
  needs: { start: theoryAtStart },
  read: ({ start }) => ({ main: signalLines(start, ({ lastFfnGradNorm }) => lastFfnGradNorm) }),
  rule: rule({
    quantity: {
      en: 'exponent k of depth^k in the gradient norm of the last feed-forward matrix, of Pre-Norm minus that of Post-Norm on the same seed, in the theory’s model; the theorem says −1/2',
      zh: '在理论模型中，最后一个前馈矩阵梯度范数随深度的幂次 k：相同种子上前归一化减去后归一化；定理给出 −1/2',
    },
    unit: units.exponent,
    effects: exponentDifference('pre', 'post'),
    within: [-0.65, -0.35],
    size: alone,
  }),
  earlier: {
    en: 'The first run had 10 seeds and did not show it: −0.59 [−0.66, −0.52], an interval that reaches over the end of the range. The run that would settle it was more seeds: 40, under the same rule, committed before the run.',
    zh: '第一次运行有 10 个种子，未显示：−0.59 [−0.66, −0.52]，区间越过了范围的一端。要见分晓需要更多种子：改为 40 个，规则不变，在运行之前提交。',
  },
  figure: {
    kind: 'lines',
    log: true,
    x: depth,
    y: { en: 'gradient norm of the last feed-forward matrix', zh: '最后一个前馈矩阵的梯度范数' },
    theory: { post: 0, pre: -0.5 },
  },
});
