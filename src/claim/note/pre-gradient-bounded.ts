import { signalLines } from '../read/read.ts';
import { exponentOf } from '../rule/combine.ts';
import { alone, rule, units } from '../rule/rule.ts';
import { transformerAtStart } from '../shared/at-start.ts';
import { xiong } from '../shared/sources.ts';
import { depth } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const preGradientBounded = defineClaim({
  id: 'pre-gradient-bounded',
  group: 'note',
  statement: {
    en: 'Pre-Norm keeps gradients from exploding with depth, which is why large models prefer it.',
    zh: '前归一化避免梯度随深度爆炸，这是大模型偏好它的原因。',
  },
  sources: [xiong],
  published: { en: '6 to 14 encoder and decoder layers, IWSLT14', zh: '6 到 14 层编码器与解码器，IWSLT14' },
  needs: { start: transformerAtStart },
  read: ({ start }) => ({ main: signalLines(start, ({ gradNormByLayer: norms }) => Math.max(...norms)) }),
  rule: rule({
    quantity: {
      en: 'exponent k of depth^k in the largest gradient norm of any block, of Pre-Norm at initialisation; growth up to the fourth root counts as none. The reason why people choose it is not measured',
      zh: '初始化时前归一化各块中最大梯度范数随深度变化的幂次 k（depth^k）；不超过四次方根的增长视为没有增长。人们为何选择它不在测量之内',
    },
    unit: units.exponent,
    effects: exponentOf('pre'),
    within: [Number.NEGATIVE_INFINITY, 0.25],
    size: alone,
  }),
  earlier: {
    en: 'The first run left the initialisation at N(0, 0.02), which at width 64 lets branches write next to nothing, instead of the Xavier matrices that were meant. It came out as supported: an exponent of 0.04. The measurement was set right and committed before the fresh run; the rule is the same.',
    zh: '第一次运行误用了 N(0, 0.02) 初始化（宽 64 时支路几乎不写入），而非本意的 Xavier 矩阵，结果得到支持：幂次 0.04。测量在重新运行之前已更正并提交，规则未变。',
  },
  figure: { kind: 'lines', log: true, x: depth, y: { en: 'largest gradient norm of a block', zh: '各块中最大的梯度范数' } },
});
