import type { Schedule } from './types.ts';

export const warmup: Schedule = {
  id: 'warmup',
  title: { en: 'Linear warm-up, then constant', zh: '线性预热后不变' },
  equation: 'lr·min(1, step / warmup)',
  after: () => 1,
};
