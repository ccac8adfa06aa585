import { number } from '../../core/options.ts';
import { defineStopRule } from './types.ts';

export const plateau = defineStopRule({
  id: 'plateau',
  title: { en: 'no further improvement', zh: '不再改善' },
  options: {
    patience: number(3, { en: 'evaluations in a row without improvement', zh: '连续多少次评估没有改善' }, { min: 1, integer: true }),
    minDelta: number(0.001, { en: 'nats per token that count as improvement', zh: '每个词元至少改善多少 nat 才算改善' }, { min: 0 }),
  },
  stops: (losses, _share, { patience, minDelta }) =>
    losses.length > patience && Math.min(...losses.slice(-patience)) > Math.min(...losses.slice(0, -patience)) - minDelta,
});
