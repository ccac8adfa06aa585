import { call, learned } from '../scale/build.ts';
import { definePlacement, norm } from './types.ts';

/** Pre-Norm, then y − silu(g)·sg(y): the stream shrinks by a learned gate through which its own gradient passes untouched. */
export const gpas = definePlacement({
  id: 'gpas',
  title: { en: 'GPAS', zh: '保梯度激活缩放 GPAS' },
  names: ['gradient-preserving activation scaling'],
  paper: { text: 'Chen et al. 2025, GPAS: Gradient-Preserving Activation Scaling', url: 'https://arxiv.org/abs/2506.22049' },
  frame: { finalNorm: true },
  plan: () => ({ input: norm, sumScale: call('sub', 1, call('silu', learned('gate', 0, { shared: true }))), sumDetached: true }),
  about: {
    kind: 'scaled',
    equation: 'x ← y + (c − 1)·sg(y), c = 1 − silu(gate), y = x + F(LN(x))',
    claim: {
      en: 'Converges 18% faster on average, downstream scores 0.8% higher (Chen et al. 2025, secondary).',
      zh: '收敛平均快 18%，下游得分高 0.8%（Chen 等 2025，二手）。',
    },
    failure: {
      en: 'The gradients of the gates had to be clipped at 0.01 for the 1B sandwich and the 7B model.',
      zh: '10 亿参数的三明治和 70 亿参数的模型须把门控的梯度裁剪到 0.01。',
    },
    limits: [{ en: 'gate 0, as at the start: Pre-Norm (pre)', zh: '门控为 0（即初始状态）：前归一化（pre）' }],
    synonyms: [
      { en: 'gradient-preserving activation scaling', zh: '保梯度激活缩放' },
      { en: 'trap: one gate per block, shared by its sublayers, as in the code', zh: '易混：与代码一致，每块一个门控，由其子层共用' },
    ],
  },
});
