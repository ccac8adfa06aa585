/** Words of the field in plain words. */
import type { Section } from '../types.ts';

const terms = {
  en: [
    ['Residual stream', 'the vector that a token carries through the network. Every sublayer reads it and adds to it.'],
    ['Block, sublayer', 'a block is one attention and one feed-forward sublayer; a sublayer is one branch with its sum and its norms.'],
    ['Residual branch', 'the way through attention or feed-forward, $F$. What it returns is added to the stream.'],
    ['Identity branch', 'the way around it, on which the stream passes as it is. Through it gradients reach the early blocks unhindered.'],
    [
      'Vanishing gradients',
      'on the way back each block makes the gradient smaller. The early blocks hear next to nothing and do not learn.',
    ],
    ['Exploding gradients', 'the reverse: each block makes it larger. One step then throws the weights far away, and the loss jumps.'],
    [
      'Warm-up',
      'the first steps of training, in which the learning rate rises from zero to its peak. It keeps early steps small, while gradients mean little.',
    ],
    ['Dilution of the identity', 'each sum followed by a norm shrinks what was there before. After many, little of the embedding is left.'],
    ['Stream energy', 'the mean square of the stream. It shows how much the branches have added.'],
    ['Effective depth', 'how many blocks a trained model really needs: those that cannot be skipped without the loss rising.'],
    ['Gain and shift', 'the two learned numbers for each feature behind a norm, $\\gamma$ and $\\beta$.'],
    ['Final norm', 'the norm between the last block and the head. Pre-Norm and Sandwich-Norm need it, Post-Norm ends with one anyway.'],
    ['Divergence', 'a loss that becomes infinite, or stays above where it began.'],
    ['Regularisation', 'whatever keeps a model from learning its training data by heart.'],
    ['Nat', 'the unit of the loss with natural logarithms; one nat is about 1.44 bits.'],
    [
      '95% interval',
      'from runs on several seeds: 95 of 100 such intervals hold the true mean. It covers chance, not the choice of task or size.',
    ],
  ],
  zh: [
    ['残差流', '每个词元在网络中携带的向量。每个子层读取它，并往上面加东西。'],
    ['块与子层', '一块由一个注意力子层和一个前馈子层组成；子层是一条支路，连同它的相加和归一化。'],
    ['残差支路', '经过注意力或前馈的那条路，即 $F$ 。它的输出加到残差流上。'],
    ['恒等支路', '绕过支路、让残差流原样通过的那条路。梯度沿着它无阻碍地到达浅层。'],
    ['梯度消失', '反向传播时每一块都把梯度变小一些。浅层几乎收不到信号，学不到东西。'],
    ['梯度爆炸', '与之相反：每一块都把梯度变大一些。一步就会把权重甩得很远，损失随之跳升。'],
    ['预热', '训练最初的若干步，学习率从零升到峰值。这时的梯度还说明不了什么，预热让步子小一些。'],
    ['恒等支路的稀释', '每次相加之后再归一化，原有的部分就缩小一些。次数多了，嵌入所剩无几。'],
    ['残差流能量', '残差流的均方，反映各支路一共加进了多少。'],
    ['有效深度', '训练好的模型真正需要的块数：跳过它们，损失就会上升。'],
    ['增益与偏移', '归一化之后每个特征的两个可学习的数， $\\gamma$ 与 $\\beta$ 。'],
    ['末端归一化', '最后一块与输出头之间的归一化。前归一化和三明治归一化需要它，后归一化本来就以归一化结尾。'],
    ['发散', '损失变为无穷，或一直高于起点。'],
    ['正则化', '凡是阻止模型死记训练数据的做法。'],
    ['nat', '以自然对数计的损失单位；1 nat 约为 1.44 比特。'],
    ['95% 区间', '由多个种子的运行得到：100 个这样的区间中约有 95 个包含真正的均值。它只涵盖偶然，不涵盖任务与规模的选择。'],
  ],
} as const;

const listed = (language: keyof typeof terms, colon: string): string =>
  terms[language].map(([term, meaning]) => `- **${term}**${colon}${meaning}`).join('\n');

export const termSection: Section = {
  title: { en: 'Terms in plain words', zh: '术语：用大白话说' },
  blocks: [{ kind: 'text', text: { en: listed('en', ': '), zh: listed('zh', '：') } }],
};
