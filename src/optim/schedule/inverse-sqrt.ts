import type { Schedule } from './types.ts';

/** Vaswani et al. 2017: continuous at the end of warm-up. */
export const inverseSqrt: Schedule = {
  id: 'warmup-inverse-sqrt',
  title: { en: 'Warm-up, then inverse square root', zh: '预热后按平方根倒数衰减' },
  equation: 'lr·√(warmup / step)',
  after: (step, _total, { warmupSteps }) => Math.sqrt(Math.max(warmupSteps, 1) / (step + 1)),
};
