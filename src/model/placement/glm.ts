import { choice } from '../../core/options.ts';
import { definePlacement, norm } from './types.ts';

const powers = { sqrt: 0.5, fourth: 0.25 };

/** x <- α h + F(h), h = LN(x): Post-Norm with the norm moved to the front of the next sublayer, and a final norm. */
export const glm = definePlacement({
  id: 'glm',
  title: { en: 'GLM form of Post-Norm', zh: 'GLM 式后归一化' },
  paper: { text: 'Zeng et al. 2022, GLM-130B; MiniMax 2025, MiniMax-01', url: 'https://arxiv.org/abs/2210.02414' },
  options: { alpha: choice(['sqrt', 'fourth'], 'sqrt', 'α: √(2N) as GLM-130B, or (2N)^(1/4) as MiniMax-01') },
  constants: ({ depth }, { alpha }) => ({ alpha: (2 * depth) ** powers[alpha] }),
  frame: { finalNorm: true },
  plan: ({ depth }, { alpha }) => ({ entry: norm, streamScale: (2 * depth) ** powers[alpha] }),
});
