import type { Schedule } from './types.ts';

export const wsd: Schedule = {
  id: 'wsd',
  title: 'Warm-up, stable, linear decay',
  equation: 'lr, then linearly to r·lr over the last share of steps',
  after: (step, total, { finalRatio, decayShare }) => {
    const decaySteps = Math.max(1, Math.round(total * decayShare));
    return 1 - (1 - finalRatio) * Math.min(1, Math.max(0, (step - (total - decaySteps)) / decaySteps));
  },
};
