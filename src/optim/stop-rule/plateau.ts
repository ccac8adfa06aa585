import { number } from '../../core/options.ts';
import { defineStopRule } from './types.ts';

export const plateau = defineStopRule({
  id: 'plateau',
  title: { en: 'no further improvement', zh: '不再改善' },
  options: {
    patience: number(3, 'evaluations in a row without improvement', { min: 1, integer: true }),
    minDelta: number(0.001, 'nats per token that count as improvement', { min: 0 }),
  },
  stops: (losses, _share, { patience, minDelta }) =>
    losses.length > patience && Math.min(...losses.slice(-patience)) > Math.min(...losses.slice(0, -patience)) - minDelta,
});
