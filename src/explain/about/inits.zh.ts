/** 各初始化的用途一句话与中文规则。 */
import type { attentionNormsEn, initsEn } from './inits.en.ts';
import type { AboutLine } from './types.ts';

interface InChinese extends AboutLine {
  readonly rule: string;
}

export const initsZh: Readonly<Record<keyof typeof initsEn, InChinese>> = {
  normal: { about: 'GPT 和 BERT 的普通初始化；深层网络的支路会累加。', rule: '每个矩阵 N(0, std²)' },
  'trunc-normal': {
    about: 'BERT 和 OLMo 所用：去掉尾部的正态分布，在 2 处截断后标准差剩 0.8796。',
    rule: '每个矩阵 N(0, std²)，超出 cut·std 的值重新抽取',
  },
  xavier: {
    about: '最初的 Transformer 所用：经过方阵时保持数值和梯度的大小。',
    rule: '每个矩阵 U(−b, b)，b = gain·√(6 / (fan_in + fan_out))，q、k、v 各自计算；嵌入和输出头 N(0, 1/d)',
  },
  'small-init': { about: '在 Xavier 失败的小规模翻译数据上使后归一化可训练（Nguyen & Salazar 2019）。', rule: '每个矩阵 N(0, 2/(5d))' },
  'depth-scaled': {
    about: 'GPT-2 和 Megatron 所用：初始时前归一化的残差流不随深度增长。',
    rule: '每个矩阵 N(0, std²)，写入残差流的两个（out、fc2）为 N(0, std²/(2N))，N 为块数',
  },
  'ds-init': {
    about: '越深的块权重越小，使支路之和保持有界。',
    rule: '第 l 块（从 1 数起）的矩阵：Xavier 均匀乘以 alpha/√l；嵌入和输出头 N(0, 1/d)',
  },
  deepnet: {
    about: '与方案 deepnorm 的 α 配套的 β。',
    rule: 'Xavier 正态，fc1、fc2、v、out 的增益为 β，q 和 k 为 1；嵌入和输出头 N(0, 1/d)',
  },
  admin: {
    about: '在一批数据上测量支路写入多少，据此设定方案 admin 的 ω。',
    rule: 'Xavier 均匀；然后第 i 个子层的 ω 取 √(1 + Σ_{j<i} Var[F_j])，在第一批数据上测量',
  },
  't-fixup': {
    about: '使没有归一化、没有预热的 Transformer 可训练；配方案 t-fixup。',
    rule: 'Xavier 均匀；v、out、fc1、fc2 在编码器中乘 0.67·N^(-1/4)，在解码器中乘 (9N)^(-1/4)；嵌入为 N(0, 1/d) 乘 (9N)^(-1/4)',
  },
  fixup: {
    about: '每条支路从 0 开始，学习速度不随深度变化；配方案 fixup。',
    rule: '每条支路的最后一个矩阵和输出头为 0；其余为 Kaiming 正态，fc1 和 v 再乘 n^(-1/2)，n 为子层数；嵌入 N(0, 1/d)',
  },
  'sub-ln': {
    about: '与方案 sub-ln 配套的增益 γ。',
    rule: 'Xavier 正态，fc1、fc2、v、out 的增益为 γ，q、k 和交叉注意力为 1；嵌入和输出头 N(0, 1/d)',
  },
  'zero-output': {
    about: '无论何种方案，只要支路之后没有归一化，每块都从恒等开始。',
    rule: '每条支路的最后一个矩阵（out、fc2）为 0，其余 N(0, std²)：每块从恒等开始',
  },
  xiong: {
    about: 'Xiong 等人证明梯度如何随深度变化时所用的设定；供 signal 使用，不用于训练。',
    rule: 'W_Q = W_K = 0（均匀注意力），其余矩阵 Xavier 正态，嵌入 N(0, 1)',
  },
};

export const attentionNormsZh: Readonly<Record<keyof typeof attentionNormsEn, AboutLine>> = {
  none: { about: '最初的注意力：logits 随查询和键的长度增大。' },
  qk: { about: '限制注意力 logits 的大小；近年采用最多的改动（Qwen 3、Gemma 3、OLMo 2）。' },
  qkv: { about: '不用输入归一化时，8.3 亿参数下可承受 QK-norm 1.5 倍的学习率（Rybakov 等 2024）。' },
  cosine: { about: 'logits 是余弦乘以每头一个的可学习系数，该系数不超过 100。' },
};
