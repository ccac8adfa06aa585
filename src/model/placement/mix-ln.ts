import { number } from '../../core/options.ts';
import { definePlacement, norm } from './types.ts';

/** The first share of the blocks Post-Norm, the rest Pre-Norm, with a final norm. */
export const mixLn = definePlacement({
  id: 'mix-ln',
  title: { en: 'Mix-LN', zh: '混合归一化 Mix-LN' },
  paper: { text: 'Li, Yin & Liu 2024, Mix-LN', url: 'https://arxiv.org/abs/2412.13795' },
  options: { share: number(0.25, 'share of the blocks, from the first, that are Post-Norm', { min: 0, max: 1 }) },
  frame: { finalNorm: true },
  plan: ({ layer, depth }, { share }) => (layer < Math.floor(share * depth) ? { exit: norm } : { input: norm }),
});
