import type { Schedule } from './types.ts';

export const cosine: Schedule = {
  id: 'warmup-cosine',
  title: 'Warm-up, then cosine',
  equation: 'lr·(r + (1 − r)·(1 + cos(π·t)) / 2), t from 0 to 1 after warm-up',
  after: (step, total, { warmupSteps, finalRatio }) => {
    const t = Math.min(1, (step - warmupSteps) / Math.max(1, total - warmupSteps));
    return finalRatio + ((1 - finalRatio) * (1 + Math.cos(Math.PI * t))) / 2;
  },
};
