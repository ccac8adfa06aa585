import { choice, later } from '../../core/options.ts';
import type { Place } from '../types.ts';
import { carriesBranch, type Distribution, type Drawn, defineInit, writesStream } from './types.ts';
import { aroundBlocks, xavierUniform } from './xavier-like.ts';

/** Residual branches as the authors' code counts them: of both stacks together, in cross-attention always twelve. */
const allBranches = ({ sublayer, count, encoderDepth, decoderDepth }: Place): number => {
  if (sublayer === 'cross') return 12;
  return encoderDepth > 0 && decoderDepth > 0 ? 2 * encoderDepth + 3 * decoderDepth : count;
};

/** The authors' Transformer (github.com/hongyi-zhang/Fixup): q, k and v are one matrix of 3d rows there, a branch of four matrices. */
function asAuthors(drawn: Drawn): Distribution {
  const { place, role } = drawn.parameter;
  if (place && role === 'qkv') return xavierUniform(allBranches(place) ** (-1 / 6), { ...drawn, fanOut: 3 * drawn.fanIn });
  return xavierUniform(place && role === 'fc1' ? allBranches(place) ** -0.5 : 1, drawn);
}

/** n residual branches of m = 2 matrices each: n^(-1/(2m-2)). */
export const fixup = defineInit({
  id: 'fixup',
  title: { en: 'Fixup', zh: 'Fixup 初始化' },
  rule: {
    en: 'last matrix of every branch and the head 0; Kaiming normal elsewhere, fc1 and v times n^(-1/2), n sublayers; embeddings N(0, 1/d)',
    zh: '每条支路的最后一个矩阵和输出头为 0；其余为 Kaiming 正态，fc1 和 v 再乘 n^(-1/2)，n 为子层数；嵌入 N(0, 1/d)',
  },
  paper: { text: 'Zhang, Dauphin & Ma 2019, Fixup Initialization', url: 'https://arxiv.org/abs/1901.09321' },
  options: {
    form: later(
      choice(['paper', 'authors'], 'paper', {
        en: "as the paper's rule, or as the authors' Transformer: Xavier uniform, q, k and v times n^(-1/6), fc1 times n^(-1/2), n the branches of both stacks",
        zh: '按论文规则，或按作者的 Transformer：Xavier 均匀，q、k、v 乘以 n^(-1/6)，fc1 乘以 n^(-1/2)，n 为两个堆栈的支路总数',
      }),
    ),
  },
  constants: ({ count }) => ({ factor: count ** -0.5 }),
  distribution: (drawn, model, { form }) => {
    const { place, role } = drawn.parameter;
    if (writesStream(drawn) || role === 'head') return { kind: 'constant', value: 0 };
    const scale = place && carriesBranch(drawn) ? place.count ** -0.5 : 1;
    const ofPaper: Distribution = { kind: 'normal', std: scale * Math.sqrt(2 / drawn.fanIn) };
    return aroundBlocks(drawn, model) ?? (form === 'paper' ? ofPaper : asAuthors(drawn));
  },
  differs: {
    en: "The authors' Transformer is the option form=authors; its cross-attention counts twelve branches, whatever the depth.",
    zh: '作者的 Transformer 即选项 form=authors；其交叉注意力无论深度总按十二条支路计。',
  },
  about: {
    en: 'Every branch starts at 0 and learns at a rate that depth does not change; belongs to the placement fixup.',
    zh: '每条支路从 0 开始，学习速度不随深度变化；配方案 fixup。',
  },
});
