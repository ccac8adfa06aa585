import { number } from '../../core/options.ts';
import { defineStopRule } from './types.ts';

export const hopeless = defineStopRule({
  id: 'hopeless',
  title: { en: 'still above a loss after part of the steps', zh: '训练一段后仍高于给定损失' },
  options: {
    share: number(0.5, { en: 'share of the steps after which it is asked', zh: '完成多大比例的步数之后判断' }, { min: 0, max: 1 }),
    loss: number(
      3,
      { en: 'validation loss that must have been reached by then, nats per token', zh: '届时必须已达到的验证损失，单位为每词元 nat' },
      { min: 0 },
    ),
  },
  stops: (losses, share, options) => share >= options.share && Math.min(...losses) > options.loss,
});
