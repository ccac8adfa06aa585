import { signalLines } from '../read/read.ts';
import { exponentOf } from '../rule/combine.ts';
import { alone, rule, units } from '../rule/rule.ts';
import { transformerAtStart } from '../shared/at-start.ts';
import { xiong } from '../shared/sources.ts';
import { depth } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const postGradientVanishes = defineClaim({
  id: 'post-gradient-vanishes',
  group: 'note',
  statement: {
    en: "Post-Norm's gradient vanishes towards the early blocks as the model gets deeper.",
    zh: '模型越深，后归一化传到浅层的梯度越趋于消失。',
  },
  sources: [xiong],
  published: { en: '6 to 14 encoder and decoder layers, IWSLT14', zh: '6 到 14 层编码器与解码器，IWSLT14' },
  needs: { start: transformerAtStart },
  read: ({ start }) => ({
    main: signalLines(start, ({ gradNormByLayer: norms }) => (norms[0] as number) / (norms.at(-1) as number)),
  }),
  rule: rule({
    quantity: {
      en: 'exponent k of depth^k in the gradient norm of the first block over that of the last, of Post-Norm at initialisation',
      zh: '初始化时后归一化第一块梯度范数与最后一块之比随深度变化的幂次 k（depth^k）',
    },
    unit: units.exponent,
    effects: exponentOf('post'),
    within: [Number.NEGATIVE_INFINITY, -0.25],
    size: alone,
  }),
  earlier: {
    en: 'The first run left the initialisation at N(0, 0.02), which at width 64 lets branches write next to nothing, instead of the Xavier matrices that were meant. It came out as contradicted: an exponent of 0.001. The measurement was set right and committed before the fresh run; the rule is the same.',
    zh: '第一次运行误用了 N(0, 0.02) 初始化（宽 64 时支路几乎不写入），而非本意的 Xavier 矩阵，结果与之相反：幂次 0.001。测量在重新运行之前已更正并提交，规则未变。',
  },
  figure: { kind: 'lines', log: true, x: depth, y: { en: 'gradient norm, first block over last', zh: '梯度范数：第一块 / 最后一块' } },
});
