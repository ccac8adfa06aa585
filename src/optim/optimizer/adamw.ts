import { mul, sub } from '../../graph/math.ts';
import { adamScalars, adamSlots, adamStep } from './adam-moments.ts';
import type { Optimizer } from './types.ts';

/** Adam with decoupled weight decay (Loshchilov & Hutter 2019), as torch.optim.AdamW. */
export const adamw: Optimizer = {
  id: 'adamw',
  title: { en: 'AdamW', zh: 'AdamW' },
  slots: adamSlots,
  defaults: { lr: 1e-3, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0.01, momentum: 0 },
  scalars: (config, step, lr) => ({ ...adamScalars(config, step, lr), keep: 1 - lr * config.weightDecay }),
  update: (context) => {
    const { step, slots } = adamStep(context, context.gradient);
    const kept = context.decays && context.config.weightDecay > 0 ? mul(context.parameter, context.scalar('keep')) : context.parameter;
    return { parameter: sub(kept, step), slots };
  },
};
