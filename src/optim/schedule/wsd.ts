import type { Schedule } from './types.ts';

export const wsd: Schedule = {
  id: 'wsd',
  title: { en: 'Warm-up, stable, linear decay', zh: '预热、平稳、线性衰减' },
  equation: { en: 'lr, then linearly to r·lr over the last share of steps', zh: 'lr，最后一部分步数线性降至 r·lr' },
  after: (step, total, { finalRatio, decayShare }) => {
    const decaySteps = Math.max(1, Math.round(total * decayShare));
    return 1 - (1 - finalRatio) * Math.min(1, Math.max(0, (step - (total - decaySteps)) / decaySteps));
  },
};
