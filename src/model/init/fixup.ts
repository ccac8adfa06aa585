import { carriesBranch, defineInit, writesStream } from './types.ts';
import { aroundBlocks } from './xavier-like.ts';

/** n residual branches of m = 2 matrices each: n^(-1/(2m-2)). */
export const fixup = defineInit({
  id: 'fixup',
  title: { en: 'Fixup', zh: 'Fixup 初始化' },
  rule: {
    en: 'last matrix of every branch and the head 0; Kaiming normal elsewhere, fc1 and v times n^(-1/2), n sublayers; embeddings N(0, 1/d)',
    zh: '每条支路的最后一个矩阵和输出头为 0；其余为 Kaiming 正态，fc1 和 v 再乘 n^(-1/2)，n 为子层数；嵌入 N(0, 1/d)',
  },
  paper: { text: 'Zhang, Dauphin & Ma 2019, Fixup Initialization', url: 'https://arxiv.org/abs/1901.09321' },
  constants: ({ count }) => ({ factor: count ** -0.5 }),
  distribution: (drawn, model) => {
    const { place, role } = drawn.parameter;
    if (writesStream(drawn) || role === 'head') return { kind: 'constant', value: 0 };
    const scale = place && carriesBranch(drawn) ? place.count ** -0.5 : 1;
    return aroundBlocks(drawn, model) ?? { kind: 'normal', std: scale * Math.sqrt(2 / drawn.fanIn) };
  },
  about: {
    en: 'Every branch starts at 0 and learns at a rate that depth does not change; belongs to the placement fixup.',
    zh: '每条支路从 0 开始，学习速度不随深度变化；配方案 fixup。',
  },
});
