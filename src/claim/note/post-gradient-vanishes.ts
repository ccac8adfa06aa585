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
  figure: { kind: 'lines', log: true, x: depth, y: { en: 'gradient norm, first block over last', zh: '梯度范数：第一块 / 最后一块' } },
});
