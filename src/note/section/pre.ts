import type { Section } from '../types.ts';
import { faults, merits, traits } from './part.ts';

export const pre: Section = {
  title: { en: 'Pre-Norm', zh: '前归一化（Pre-Norm）' },
  blocks: [
    {
      kind: 'text',
      text: {
        en: 'The identity branch is free from the first block to the last. The stream therefore grows, and a final norm before the head brings it back to unit scale. GPT-2 and Llama are built so.',
        zh: '恒等支路从第一块到最后一块畅通无阻。残差流因此逐层增大，输出头之前的末端归一化再把它拉回单位尺度。GPT-2 和 Llama 就是这样。',
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
              claim: 'pre-without-warmup',
              effect: { en: 'loss without warm-up minus that with it', zh: '不预热的损失减去预热的损失' },
              says: {
                supported: { en: 'It trains stably without warm-up.', zh: '它不用预热也能稳定训练。' },
                contradicted: {
                  en: 'The note said that it trains stably without warm-up. Here it ended worse without.',
                  zh: '笔记原来说它不用预热也能稳定训练。这里不预热时结果更差。',
                },
              },
            },
            {
              claim: 'pre-gradient-bounded',
              effect: { en: 'largest gradient of a block, growth with depth', zh: '各块中最大的梯度随深度的增长' },
              says: {
                supported: {
                  en: 'Its gradients do not explode with depth. Whether large models prefer it for that reason was not measured.',
                  zh: '它的梯度不随深度爆炸。大模型是否因此偏好它，不在测量之内。',
                },
                contradicted: {
                  en: 'The note said that its gradients do not explode with depth. At the start of training they grow.',
                  zh: '笔记原来说它的梯度不随深度爆炸。在训练开始时，梯度随深度增长。',
                },
              },
            },
            {
              claim: 'pre-gradient-even',
              effect: { en: 'largest gradient of a block over the smallest', zh: '各块梯度的最大值与最小值之比' },
              says: {
                supported: {
                  en: 'Its gradients are nearly equal across blocks: the largest is less than twice the smallest.',
                  zh: '它各层的梯度几乎相等：最大不到最小的两倍。',
                },
                contradicted: {
                  en: 'The note said that its gradients are nearly equal across blocks. They are not.',
                  zh: '笔记原来说它各层的梯度几乎相等。其实不然。',
                },
              },
            },
            {
              claim: 'large-models-prefer-pre',
              effect: { en: 'share of the block classes', zh: '在块类中的占比' },
              says: {
                supported: {
                  en: 'Most published models use it. Counted were the block classes of one large library, of whatever size the models are.',
                  zh: '多数公开的模型使用它。计数对象是一个大型程序库中的块类，不论模型大小。',
                },
              },
            },
          ],
        },
        { kind: 'figure', claim: 'pre-without-warmup' },
      ],
    },
    {
      title: faults,
      blocks: [
        {
          kind: 'findings',
          findings: [
            {
              claim: 'pre-ends-worse',
              effect: { en: 'loss of Pre-Norm minus that of Post-Norm', zh: '前归一化的损失减去后归一化的损失' },
              says: {
                supported: { en: 'At equal tuning it ends worse than Post-Norm.', zh: '同等调参下，它的最终效果不如后归一化。' },
                contradicted: {
                  en: 'The note said that at equal tuning it ends worse than Post-Norm. Here it ended better.',
                  zh: '笔记原来说：同等调参下，它的最终效果不如后归一化。这里它的结果更好。',
                },
              },
            },
            {
              claim: 'pre-depth-for-width',
              effect: {
                en: 'rise of the loss when two blocks are merged, Pre-Norm minus Post-Norm',
                zh: '两块并行时损失的上升，前归一化减去后归一化',
              },
              says: {
                supported: {
                  en: 'It gives up depth for width: neighbouring blocks can run side by side on the same input and the loss moves less than in Post-Norm.',
                  zh: '它以深度换宽度：相邻两块并行读取同一输入，损失的变化小于后归一化。',
                },
                contradicted: {
                  en: 'The note said that it gives up depth for width. Running neighbouring blocks side by side costs it more than Post-Norm.',
                  zh: '笔记原来说它以深度换宽度。实测让相邻两块并行，它的代价大于后归一化。',
                },
              },
            },
            {
              claim: 'pre-effective-depth',
              effect: {
                en: 'share of the blocks that the loss needs, Pre-Norm minus Post-Norm',
                zh: '损失所需的块数占比，前归一化减去后归一化',
              },
              says: {
                supported: {
                  en: 'It is effectively shallower than Post-Norm: more of its blocks can be skipped.',
                  zh: '它的有效深度小于后归一化：更多的块可以跳过。',
                },
                contradicted: {
                  en: 'The note said that it is effectively shallower than Post-Norm. It needs more of its blocks, not fewer.',
                  zh: '笔记原来说它的有效深度小于后归一化。实测它需要的块更多，而不是更少。',
                },
              },
            },
            {
              claim: 'pre-angular-distance',
              effect: { en: 'turn by a block, minus that of a random walk', zh: '每块的转动减去随机游走的转动' },
              says: {
                supported: {
                  en: 'Its deep blocks turn the stream less than a random walk of the same lengths would.',
                  zh: '它的深层块对残差流的转动小于同样长度的随机游走。',
                },
                contradicted: {
                  en: 'The note said that its deep blocks turn the stream less than a random walk would. They turn it more.',
                  zh: '笔记原来说它的深层块对残差流的转动小于随机游走。实测转动更大。',
                },
              },
            },
          ],
        },
      ],
    },
    {
      title: traits,
      blocks: [
        {
          kind: 'findings',
          findings: [
            {
              claim: 'xiong-lemma-2',
              effect: { en: 'growth of the mean square of the stream', zh: '残差流均方的增长' },
              says: {
                supported: {
                  en: 'At the start its stream grows by between a half and one and a half units of energy with every block.',
                  zh: '初始化时，它的残差流能量每块增加 1/2 到 3/2 个单位。',
                },
              },
            },
            {
              claim: 'xiong-theorem-1',
              effect: {
                en: 'growth with depth, Pre-Norm minus Post-Norm; theory says −1/2',
                zh: '随深度的增长，前归一化减去后归一化；理论值为 −1/2',
              },
              says: {
                supported: {
                  en: 'At the start the gradient of its last feed-forward matrix falls as $1/\\sqrt{\\text{depth}}$, while in Post-Norm it does not depend on the depth. It is the usual argument for warm-up in Post-Norm.',
                  zh: '初始化时，它最后一个前馈矩阵的梯度按 $1/\\sqrt{\\text{depth}}$ 下降，在后归一化中则与深度无关。这正是后归一化需要预热的通常理由。',
                },
              },
            },
          ],
        },
      ],
    },
  ],
};
