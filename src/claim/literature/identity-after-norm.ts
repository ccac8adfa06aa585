import type { SignalNeed } from '../need/types.ts';
import { signalLines } from '../read/read.ts';
import { logRatio } from '../rule/combine.ts';
import { rule, units } from '../rule/rule.ts';
import { transformerAtStart } from '../shared/at-start.ts';
import { transformers } from '../shared/sources.ts';
import { depth } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

const taken = { id: 'entry', model: { placement: { id: 'custom', rules: [{ entry: true }] } } };
const start: SignalNeed = { ...transformerAtStart, arms: ['pre', 'post', taken] };

export const identityAfterNorm = defineClaim({
  id: 'identity-after-norm',
  group: 'literature',
  statement: {
    en: 'Taking the identity after the norm, x′ = LN(x) and x ← x′ + F(x′), turns Pre-Norm into Post-Norm.',
    zh: '恒等支路取自归一化之后，即 x′ = LN(x)、x ← x′ + F(x′)，会把前归一化变成后归一化。',
  },
  sources: [transformers],
  published: {
    en: 'an option of BLOOM’s code, apply_residual_connection_post_layernorm; and a slip in several public implementations',
    zh: 'BLOOM 代码中的选项 apply_residual_connection_post_layernorm，也是若干公开实现中的笔误',
  },
  needs: { start },
  read: ({ start }) => ({ main: signalLines(start, ({ lastFfnGradNorm }) => lastFfnGradNorm) }),
  rule: rule({
    quantity: {
      en: 'log2 of the gradient norm of the last feed-forward matrix at initialisation with the identity taken after the norm, over that of Post-Norm on the same seed',
      zh: '初始化时最后一个前馈矩阵的梯度范数：恒等支路取自归一化之后与后归一化（相同种子）之比的 log2',
    },
    unit: units.doublings,
    effects: logRatio('entry', 'post'),
    within: [-0.1, 0.1],
  }),
  earlier: {
    en: 'A first look at five seeds and up to 32 blocks was taken before this rule was written; the run has other seeds, depths and batches.',
    zh: '写下此规则之前，先看过五个种子、最多 32 块的结果；正式运行用的是另外的种子数、深度和批量。',
  },
  figure: {
    kind: 'lines',
    log: true,
    x: depth,
    y: { en: 'gradient norm of the last feed-forward matrix', zh: '最后一个前馈矩阵的梯度范数' },
    names: { entry: { en: 'identity after the norm', zh: '恒等支路在归一化之后' } },
  },
});
