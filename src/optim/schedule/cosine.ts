import type { Schedule } from './types.ts';

export const cosine: Schedule = {
  id: 'warmup-cosine',
  title: { en: 'Warm-up, then cosine', zh: '预热后余弦衰减' },
  equation: {
    en: 'lr·(r + (1 − r)·(1 + cos(π·t)) / 2), t from 0 to 1 after warm-up',
    zh: 'lr·(r + (1 − r)·(1 + cos(π·t)) / 2)，预热之后 t 从 0 到 1',
  },
  after: (step, total, { warmupSteps, finalRatio }) => {
    const t = Math.min(1, (step - warmupSteps) / Math.max(1, total - warmupSteps));
    return finalRatio + ((1 - finalRatio) * (1 + Math.cos(Math.PI * t))) / 2;
  },
};
