/** The note in brief. */
import type { Section } from '../types.ts';

export const summarySection: Section = {
  title: { en: 'Summary', zh: '摘要' },
  blocks: [
    {
      kind: 'outcomes',
      claims: [
        { claim: 'post-plain-fails' },
        { claim: 'post-needs-warmup' },
        { claim: 'pre-without-warmup' },
        {
          claim: 'pre-gradient-bounded',
          brief: { en: 'Pre-Norm keeps gradients from exploding with depth.', zh: '前归一化避免梯度随深度爆炸。' },
        },
        { claim: 'post-gradient-vanishes' },
        { claim: 'pre-gradient-even' },
        { claim: 'pre-ends-worse' },
        { claim: 'sandwich-bounds-activations' },
        { claim: 'sandwich-learns-better' },
        { claim: 'start-deepnorm' },
        { claim: 'lns-beats-pre' },
        { claim: 'one-best-placement' },
        { claim: 'layernorm-removes-scale' },
        { claim: 'no-norm-fails' },
        { claim: 'rms-equals-layer' },
        { claim: 'batch-worse-on-text' },
      ],
    },
  ],
};
