import { number } from '../../core/options.ts';
import { definePlacement, norm } from './types.ts';

/** The first share of the blocks Post-Norm, the rest Pre-Norm, with a final norm. */
export const mixLn = definePlacement({
  id: 'mix-ln',
  title: { en: 'Mix-LN', zh: '混合归一化 Mix-LN' },
  paper: { text: 'Li, Yin & Liu 2024, Mix-LN', url: 'https://arxiv.org/abs/2412.13795' },
  options: {
    share: number(
      0.25,
      { en: 'share of the blocks, from the first, that are Post-Norm', zh: '从第一块起，采用后归一化的块所占比例' },
      { min: 0, max: 1 },
    ),
  },
  frame: { finalNorm: true },
  plan: ({ layer, depth }, { share }) => (layer < Math.floor(share * depth) ? { exit: norm } : { input: norm }),
  about: {
    kind: 'changing',
    equation: 'x ← x + F(LN(x))',
    claim: {
      en: 'Perplexity 26.07 against 26.78 of Pre-Norm at 130M and 18.18 against 18.65 at 1B parameters; a share of 25% is best (Li et al. 2024).',
      zh: '困惑度：1.3 亿参数 26.07（前归一化 26.78），10 亿 18.18（18.65）；以 25% 的比例最好（Li 等 2024）。',
    },
    failure: {
      en: 'Perplexity above 1,300 at 350M and 1B in the setting of Sun et al. 2025; equal to Post-Norm and behind Pre-Norm in the HybridNorm paper.',
      zh: '在 Sun 等 2025 的设定下，3.5 亿和 10 亿参数的困惑度超过 1300；HybridNorm 论文中与后归一化相当，不及前归一化。',
    },
    limits: [
      { en: 'share 0: Pre-Norm (pre)', zh: 'share 为 0：前归一化（pre）' },
      { en: 'share 1: Post-Norm (post) with a final norm', zh: 'share 为 1：带末端归一化的后归一化（post）' },
    ],
    synonyms: [
      {
        en: 'trap: the share of 25% is of the blocks; the paper takes 6.25% at 7B parameters',
        zh: '易混：25% 指块的比例；论文在 70 亿参数时取 6.25%',
      },
    ],
  },
});
