/** What to do. */
import type { Section } from '../types.ts';

export const actionSection: Section = {
  title: { en: 'Action list', zh: '行动清单' },
  blocks: [
    {
      kind: 'points',
      boxes: true,
      points: [
        {
          claims: ['pre-without-warmup', 'pre-gradient-bounded'],
          says: {
            supported: { en: 'Begin with Pre-Norm: it trains without warm-up.', zh: '从前归一化开始：它不用预热也能训练。' },
          },
          otherwise: {
            en: 'Begin with Pre-Norm, and keep a short warm-up.',
            zh: '从前归一化开始，并保留短暂的预热。',
          },
        },
        {
          claims: ['post-plain-fails', 'post-needs-warmup', 'start-deepnorm'],
          says: {
            supported: {
              en: 'If it has to be Post-Norm, never run it bare: try a longer warm-up, a smaller learning rate and an initialisation made for it.',
              zh: '如果非用后归一化不可，不要什么都不加：试试更长的预热、更小的学习率，以及为它设计的初始化。',
            },
          },
          otherwise: {
            en: 'If it has to be Post-Norm, watch the first hundred steps.',
            zh: '如果非用后归一化不可，盯住最初的一百步。',
          },
        },
        {
          claims: ['sandwich-bounds-activations'],
          says: {
            supported: {
              en: 'If activations leave the range of the number format, try Sandwich-Norm.',
              zh: '如果激活值超出数值格式的范围，试试三明治归一化。',
            },
          },
          otherwise: {
            en: 'If activations leave the range of the number format, measure before trusting Sandwich-Norm to hold them.',
            zh: '如果激活值超出数值格式的范围，先测量，不要轻信三明治归一化能限制它们。',
          },
        },
        {
          claims: ['rms-equals-layer'],
          says: {
            supported: { en: 'Take RMSNorm where speed counts: it does as well.', zh: '看重速度时用 RMS 归一化：效果相当。' },
            contradicted: {
              en: 'Compare RMSNorm with LayerNorm before changing: here they did not do the same.',
              zh: '换用之前先比较 RMS 归一化与层归一化：这里两者效果不同。',
            },
          },
          otherwise: {
            en: 'Take RMSNorm where speed counts, and check the loss once: that it does as well was not shown.',
            zh: '看重速度时用 RMS 归一化，并核对一次损失：两者效果相当尚未显示出来。',
          },
        },
        {
          claims: ['batch-worse-on-text'],
          says: { supported: { en: 'Keep BatchNorm away from text.', zh: '文本上不要用批归一化。' } },
          otherwise: {
            en: 'On text, compare BatchNorm with LayerNorm before using it.',
            zh: '在文本上使用批归一化之前，先与层归一化比较。',
          },
        },
        {
          claims: ['no-norm-fails'],
          says: {
            contradicted: {
              en: 'Leave the norms out only after a test at the full depth.',
              zh: '只有在完整深度上试过之后，才可以不放归一化。',
            },
          },
          otherwise: {
            en: 'Leave the norms out only with an initialisation made for that, and try it at the full depth.',
            zh: '只有配上专门的初始化，并在完整深度上试过，才可以不放归一化。',
          },
        },
        {
          claims: ['deepnorm-wrong-sign-fails'],
          otherwise: {
            en: 'Hold every number of your own implementation against another: `npx normlab conformance export kit --placement deepnorm`.',
            zh: '把自己实现的每个数与另一个实现对照：`npx normlab conformance export kit --placement deepnorm`。',
          },
        },
        {
          claims: [],
          otherwise: {
            en: 'Look at the gradients of every block before training: `npx normlab signal --arms post,pre,sandwich --depths 4,8,16,32`.',
            zh: '训练之前先看各块的梯度：`npx normlab signal --arms post,pre,sandwich --depths 4,8,16,32`。',
          },
        },
        {
          claims: ['one-best-placement'],
          says: {
            supported: {
              en: 'Check the winner on a text of your own: `npx normlab compare --text my.txt --arms post,pre,sandwich`.',
              zh: '在自己的文本上核对胜者：`npx normlab compare --text my.txt --arms post,pre,sandwich`。',
            },
          },
          otherwise: {
            en: 'Before deciding, compare on a text of your own: `npx normlab compare --text my.txt --arms post,pre,sandwich`.',
            zh: '决定之前，在自己的文本上比较：`npx normlab compare --text my.txt --arms post,pre,sandwich`。',
          },
        },
      ],
    },
  ],
};
