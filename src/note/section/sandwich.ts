import type { Section } from '../types.ts';
import { faults, merits, traits } from './part.ts';

export const sandwich: Section = {
  title: { en: 'Sandwich-Norm', zh: '三明治归一化（Sandwich-Norm）' },
  blocks: [
    {
      kind: 'text',
      text: {
        en: 'The second norm fixes what a branch writes to the stream. CogView introduced it, Gemma 2 uses it. With one more norm behind the embedding it is called Peri-LN.',
        zh: '第二个归一化固定了支路写入残差流的大小。它由 CogView 提出，Gemma 2 也在使用。嵌入之后再加一个归一化，则称为环绕归一化（Peri-LN）。',
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
              claim: 'sandwich-bounds-activations',
              effect: { en: 'largest activation, Sandwich-Norm over Pre-Norm', zh: '最大激活值，三明治归一化比前归一化' },
              says: {
                supported: { en: 'It bounds activations that grow in Pre-Norm.', zh: '它限制了在前归一化中不断增长的激活值。' },
                contradicted: {
                  en: 'The note said that it bounds activations that grow in Pre-Norm. Its own are larger.',
                  zh: '笔记原来说它限制了在前归一化中不断增长的激活值。实测它自己的更大。',
                },
              },
            },
            {
              claim: 'sandwich-learns-better',
              effect: {
                en: 'loss of Sandwich-Norm minus that of the other, the worse of both',
                zh: '三明治归一化的损失减去另一种的损失，取较不利者',
              },
              says: {
                supported: { en: 'It learns better than Pre-Norm and Post-Norm.', zh: '它学得比前归一化和后归一化更好。' },
                contradicted: {
                  en: 'The note said that it learns better than Pre-Norm and Post-Norm. It did not beat both.',
                  zh: '笔记原来说它学得比前归一化和后归一化更好。实测它没有胜过两者。',
                },
              },
            },
          ],
        },
        { kind: 'figure', claim: 'sandwich-bounds-activations' },
      ],
    },
    {
      title: faults,
      blocks: [
        {
          kind: 'findings',
          findings: [
            {
              claim: 'sandwich-can-collapse',
              effect: { en: 'learning rate that it bears, over that of Pre-Norm', zh: '能承受的学习率与前归一化之比' },
              says: {
                supported: {
                  en: 'It can collapse where Pre-Norm does not: it bears less of a learning rate.',
                  zh: '它会在前归一化不崩溃的地方崩溃：能承受的学习率更小。',
                },
                contradicted: {
                  en: 'The note said that it can collapse where Pre-Norm does not. It bears the larger learning rate of the two.',
                  zh: '笔记原来说它会在前归一化不崩溃的地方崩溃。实测它能承受的学习率更大。',
                },
                'not shown at this scale': {
                  en: 'It is said to collapse where Pre-Norm does not. Here that could not be shown.',
                  zh: '有人说它会在前归一化不崩溃的地方崩溃。这里没能显示出来。',
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
              claim: 'sandwich-one-unit',
              effect: { en: 'growth of the mean square of the stream', zh: '残差流均方的增长' },
              says: {
                supported: {
                  en: 'At the start every sublayer adds one unit of energy to the stream, whatever the matrices are.',
                  zh: '初始化时，每个子层都给残差流增加一个单位的能量，与矩阵如何初始化无关。',
                },
              },
            },
            {
              claim: 'peri-linear-variance',
              effect: { en: 'growth of the variance over sublayers; 1 is linear', zh: '方差随子层的增长；1 为线性' },
              says: {
                supported: {
                  en: 'After training the variance of the stream still grows linearly with depth.',
                  zh: '训练之后，残差流的方差仍随深度线性增长。',
                },
              },
            },
          ],
        },
      ],
    },
  ],
};
