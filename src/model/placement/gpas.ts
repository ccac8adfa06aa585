import { call, learned } from '../scale/build.ts';
import { definePlacement, norm } from './types.ts';

/** Pre-Norm, then y − silu(g)·sg(y): the stream shrinks by a learned gate through which its own gradient passes untouched. */
export const gpas = definePlacement({
  id: 'gpas',
  title: { en: 'GPAS', zh: '保梯度激活缩放 GPAS' },
  paper: { text: 'Chen et al. 2025, GPAS: Gradient-Preserving Activation Scaling', url: 'https://arxiv.org/abs/2506.22049' },
  frame: { finalNorm: true },
  plan: () => ({ input: norm, sumScale: call('sub', 1, call('silu', learned('gate', 0, { shared: true }))), sumDetached: true }),
});
