import { number } from '../../core/options.ts';
import { learned } from '../scale/build.ts';
import { definePlacement, norm } from './types.ts';

/** x <- x + γ ⊙ F(LN(x)), γ learned, initially small. */
export const layerscale = definePlacement({
  id: 'layerscale',
  title: { en: 'LayerScale', zh: '层缩放 LayerScale' },
  paper: { text: 'Touvron et al. 2021, Going deeper with Image Transformers (CaiT)', url: 'https://arxiv.org/abs/2103.17239' },
  options: { initial: number(0.1, 'what γ starts at: in the paper 0.1 up to depth 18, 1e-5 at 24, 1e-6 beyond') },
  frame: { finalNorm: true },
  plan: (_place, { initial }) => ({ input: norm, branchScale: learned('gamma', initial, { shape: 'feature' }) }),
});
