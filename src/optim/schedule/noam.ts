import { inverseSqrt } from './inverse-sqrt.ts';
import type { Schedule } from './types.ts';

/** Vaswani et al. 2017, equation 3, with the factor that tensor2tensor, OpenNMT and The Annotated Transformer put before it. */
export const noam: Schedule = {
  id: 'noam',
  title: { en: 'Noam', zh: 'Noam' },
  equation: 'lr·factor·d^(−1/2)·min(step^(−1/2), step·warmup^(−3/2))',
  lr: 1,
  peak: ({ factor = 1, warmupSteps }, dModel) => factor / Math.sqrt(dModel * Math.max(warmupSteps, 1)),
  after: inverseSqrt.after,
};
