import type { Schedule } from './types.ts';

export const warmup: Schedule = {
  id: 'warmup',
  title: 'Linear warm-up, then constant',
  equation: 'lr·min(1, step / warmup)',
  after: () => 1,
};
