import { number } from '../../core/options.ts';
import { defineStopRule } from './types.ts';

export const target = defineStopRule({
  id: 'target',
  title: { en: 'loss reached', zh: '达到目标损失' },
  options: { loss: number(1, { en: 'validation loss to reach, nats per token', zh: '要达到的验证损失，单位为每词元 nat' }, { min: 0 }) },
  stops: (losses, _share, { loss }) => (losses.at(-1) ?? Number.POSITIVE_INFINITY) <= loss,
});
