import { number } from '../../core/options.ts';
import { ramp } from '../scale/build.ts';
import { definePlacement, norm } from './types.ts';

/** x <- LN(x + α(t)·F(x)), α from 0 to 1 over the first steps: the identity dominates early, plain Post-Norm is left. */
export const branchnorm = definePlacement({
  id: 'branchnorm',
  title: { en: 'BranchNorm', zh: '分支归一化 BranchNorm' },
  paper: { text: 'Liu et al. 2023, BranchNorm: Robustly Scaling Extremely Deep Transformers', url: 'https://arxiv.org/abs/2305.02790' },
  options: { rampSteps: number(1000, 'steps until the branch counts in full', { min: 1 }) },
  frame: { finalNorm: false },
  plan: (_place, { rampSteps }) => ({ exit: norm, branchScale: ramp(rampSteps) }),
});
