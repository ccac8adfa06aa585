import { signalLines } from '../read/read.ts';
import { valuesOf } from '../rule/combine.ts';
import { rule, units } from '../rule/rule.ts';
import { transformerAtStart } from '../shared/at-start.ts';
import { xiong } from '../shared/sources.ts';
import { depth } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const preGradientEven = defineClaim({
  id: 'pre-gradient-even',
  group: 'note',
  statement: { en: 'Pre-Norm keeps gradient norms nearly equal across blocks.', zh: '前归一化使各块的梯度范数几乎相等。' },
  sources: [xiong],
  published: { en: '6 to 14 encoder and decoder layers, IWSLT14', zh: '6 到 14 层编码器与解码器，IWSLT14' },
  needs: { start: transformerAtStart },
  read: ({ start }) => ({ main: signalLines(start, ({ gradNormByLayer: norms }) => Math.max(...norms) / Math.min(...norms)) }),
  rule: rule({
    quantity: {
      en: 'largest gradient norm of a block over the smallest, of Pre-Norm at initialisation; "nearly equal" is taken as less than twice',
      zh: '初始化时前归一化各块梯度范数的最大值与最小值之比；“几乎相等”取为不到两倍',
    },
    unit: units.none,
    effects: valuesOf('pre'),
    within: [1, 2],
  }),
  earlier: {
    en: 'The first run left the initialisation at N(0, 0.02), which at width 64 lets branches write next to nothing, instead of the Xavier matrices that were meant. It came out as contradicted: 2.0, 2.9, 4.3 and 6.0 at 6, 12, 24 and 48 blocks. The measurement was set right and committed before the fresh run; the rule is the same.',
    zh: '第一次运行误用了 N(0, 0.02) 初始化（宽 64 时支路几乎不写入），而非本意的 Xavier 矩阵，结果与之相反：6、12、24、48 层为 2.0、2.9、4.3、6.0。测量在重新运行之前已更正并提交，规则未变。',
  },
  figure: {
    kind: 'lines',
    log: true,
    x: depth,
    y: { en: 'gradient norm of a block, largest over smallest', zh: '各块梯度范数：最大 / 最小' },
  },
});
