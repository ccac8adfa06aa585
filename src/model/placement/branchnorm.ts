import { number } from '../../core/options.ts';
import { ramp } from '../scale/build.ts';
import { definePlacement, norm } from './types.ts';

/** x <- LN(x + α(t)·F(x)), α from 0 to 1 over the first steps: the identity dominates early, plain Post-Norm is left. */
export const branchnorm = definePlacement({
  id: 'branchnorm',
  title: { en: 'BranchNorm', zh: '支路归一化 BranchNorm' },
  paper: { text: 'Liu et al. 2023, BranchNorm: Robustly Scaling Extremely Deep Transformers', url: 'https://arxiv.org/abs/2305.02790' },
  options: { rampSteps: number(1000, { en: 'steps until the branch counts in full', zh: '支路完全计入所需的步数' }, { min: 1 }) },
  frame: { finalNorm: false },
  plan: (_place, { rampSteps }) => ({ exit: norm, branchScale: ramp(rampSteps) }),
  about: {
    kind: 'changing',
    equation: 'x ← LN(x + min(t/1000, 1)·F(x))',
    claim: {
      en: "DeepNorm's stability early in training and Post-Norm's quality at its end (Liu et al. 2023, secondary; no figure checked).",
      zh: '训练初期有 DeepNorm 的稳定，末期有后归一化的质量（Liu 等 2023，二手，数字未核对）。',
    },
    failure: { en: 'None checked.', zh: '未核对。' },
    limits: [
      { en: 'after the ramp: Post-Norm (post)', zh: '渐增结束后：后归一化（post）' },
      { en: 'before the first step: the identity under a norm', zh: '第一步之前：归一化之下的恒等' },
    ],
    synonyms: [
      {
        en: 'trap: a schedule over training steps, not a norm on the branch (that is branch-out)',
        zh: '易混：它是随训练步数变化的系数，并不是支路上的归一化（那是 branch-out）',
      },
    ],
  },
});
