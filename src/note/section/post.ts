import type { Section } from '../types.ts';
import { faults, merits, traits } from './part.ts';

export const post: Section = {
  title: { en: 'Post-Norm', zh: '后归一化（Post-Norm）' },
  blocks: [
    {
      kind: 'text',
      text: {
        en: 'Every block ends at unit scale, and the identity branch passes through every norm on its way. The original Transformer and BERT are built so.',
        zh: '每一块都以单位尺度结束，恒等支路一路要穿过每个归一化。最初的 Transformer 和 BERT 就是这样。',
      },
    },
  ],
  parts: [
    {
      title: merits,
      blocks: [
        {
          kind: 'findings',
          findings: [
            {
              claim: 'post-ends-better',
              effect: { en: 'loss of Post-Norm minus that of Pre-Norm', zh: '后归一化的损失减去前归一化的损失' },
              says: {
                supported: {
                  en: 'Where it trains, it ends better than Pre-Norm, on translation at least.',
                  zh: '只要能训练起来，它的最终效果优于前归一化，至少在翻译任务上如此。',
                },
                contradicted: {
                  en: 'The note said that it ends better than Pre-Norm wherever it trains. On translation it ended worse.',
                  zh: '笔记原来说：只要能训练起来，它的最终效果优于前归一化。在翻译任务上，它的结果更差。',
                },
                'not shown at this scale': {
                  en: 'It is said to end better than Pre-Norm wherever it trains. On translation that could not be shown.',
                  zh: '有人说，只要能训练起来，它的最终效果优于前归一化。在翻译任务上没能显示出来。',
                },
              },
            },
            {
              claim: 'post-regularises',
              effect: {
                en: 'gap between validation and training loss, Post-Norm minus Pre-Norm',
                zh: '验证与训练损失之差，后归一化减去前归一化',
              },
              says: {
                supported: {
                  en: 'It regularises more than Pre-Norm: the gap between validation and training loss is smaller.',
                  zh: '它的正则化作用强于前归一化：验证损失与训练损失之差更小。',
                },
                contradicted: {
                  en: 'The note said that it regularises more than Pre-Norm. Its gap between validation and training loss is the larger one.',
                  zh: '笔记原来说它的正则化作用强于前归一化。实测它的验证损失与训练损失之差反而更大。',
                },
                'not shown at this scale': {
                  en: 'It is said to regularise more than Pre-Norm. Over all depths that could not be shown.',
                  zh: '有人说它的正则化作用强于前归一化。就所有深度而言，没能显示出来。',
                },
              },
            },
          ],
        },
      ],
    },
    {
      title: faults,
      blocks: [
        {
          kind: 'findings',
          findings: [
            {
              claim: 'post-plain-fails',
              effect: { en: 'loss of Post-Norm minus that of Pre-Norm', zh: '后归一化的损失减去前归一化的损失' },
              says: {
                supported: {
                  en: 'Without warm-up and without an initialisation made for it, it fails where Pre-Norm learns.',
                  zh: '既不预热、也没有匹配的初始化时，它会失败，而前归一化能学会。',
                },
              },
            },
            {
              claim: 'post-needs-warmup',
              effect: { en: 'loss without warm-up minus that with it', zh: '不预热的损失减去预热的损失' },
              says: {
                supported: { en: 'It needs warm-up: without it the loss ends higher.', zh: '它需要预热：不预热，最终损失更高。' },
                contradicted: {
                  en: 'The note said that it needs warm-up. Here it did without.',
                  zh: '笔记原来说它需要预热。这里不预热也行。',
                },
                'not shown at this scale': {
                  en: 'It is said to need warm-up. Over all depths that could not be shown.',
                  zh: '有人说它需要预热。就所有深度而言，没能显示出来。',
                },
              },
            },
            {
              claim: 'post-unstable-early',
              effect: { en: 'early rise of the loss, Post-Norm minus Pre-Norm', zh: '初期损失的上升，后归一化减去前归一化' },
              says: {
                supported: {
                  en: 'It is unstable early in training: the loss rises further above its start than that of Pre-Norm.',
                  zh: '它在训练初期不稳定：损失高出起点的幅度大于前归一化。',
                },
                'not shown at this scale': {
                  en: 'It is said to be unstable early in training. Here that could not be shown.',
                  zh: '有人说它在训练初期不稳定。这里没能显示出来。',
                },
              },
            },
            {
              claim: 'post-gradient-vanishes',
              effect: {
                en: 'gradient of the first block over that of the last, growth with depth',
                zh: '第一块与最后一块梯度之比随深度的增长',
              },
              says: {
                supported: {
                  en: 'Its gradient vanishes towards the early blocks as the model gets deeper.',
                  zh: '模型越深，它传到浅层的梯度越趋于消失。',
                },
                contradicted: {
                  en: 'The note said that its gradient vanishes towards the early blocks as the model gets deeper. At the start of training it does not.',
                  zh: '笔记原来说：模型越深，它传到浅层的梯度越趋于消失。在训练开始时并非如此。',
                },
              },
            },
          ],
        },
        { kind: 'figure', claim: 'post-gradient-vanishes' },
      ],
    },
    {
      title: traits,
      blocks: [
        {
          kind: 'findings',
          findings: [
            {
              claim: 'post-dilutes-identity',
              effect: { en: 'share of the embedding after four blocks', zh: '第四块之后的嵌入占比' },
              says: {
                supported: {
                  en: 'It dilutes the identity: with every sublayer the share of the embedding in the stream shrinks. In theory $2^{-n/2}$ of it is left after $n$ sublayers.',
                  zh: '它会稀释恒等支路：每过一个子层，嵌入在残差流中的占比就缩小一些。理论值是 $n$ 个子层之后剩 $2^{-n/2}$ 。',
                },
              },
            },
            {
              claim: 'post-dilutes-after-training',
              effect: {
                en: 'cosine of the last stream with the embedding, minus that of Pre-Norm',
                zh: '末端残差流与嵌入的余弦，减去前归一化的余弦',
              },
              says: {
                supported: {
                  en: 'Training does not undo that: less of the embedding reaches the end than in Pre-Norm.',
                  zh: '训练之后依然如此：到达末端的嵌入比前归一化少。',
                },
              },
            },
            {
              claim: 'admin-amplification',
              effect: { en: 'growth with depth, Post-Norm minus Pre-Norm', zh: '随深度的增长，后归一化减去前归一化' },
              says: {
                supported: {
                  en: 'It amplifies small changes of the weights: its output moves as $O(n)$ in the number of sublayers, that of Pre-Norm as $O(\\log n)$.',
                  zh: '它会放大权重的微小变化：输出的改变随子层数按 $O(n)$ 增长，前归一化按 $O(\\log n)$ 增长。',
                },
              },
            },
          ],
        },
      ],
    },
  ],
};
