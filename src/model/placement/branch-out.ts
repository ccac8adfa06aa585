import { flag } from '../../core/options.ts';
import { definePlacement, norm } from './types.ts';

/** x <- x + LN(F(x)): OLMo 2's reordered norm, Swin V2's res-post-norm. F sees the stream as it is. */
export const branchOut = definePlacement({
  id: 'branch-out',
  title: { en: 'Branch-output norm', zh: '分支输出归一化' },
  paper: { text: 'Liu et al. 2022, Swin Transformer V2; OLMo Team 2024, 2 OLMo 2 Furious', url: 'https://arxiv.org/abs/2111.09883' },
  options: { zeroInit: flag(false, 'gains start at 0, as in Swin V2: every block begins as the identity') },
  frame: { finalNorm: true },
  plan: (_place, { zeroInit }) => ({ output: zeroInit ? { gain: 0 } : norm }),
});
