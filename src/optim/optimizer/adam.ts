import { sub } from '../../graph/math.ts';
import { adamScalars, adamSlots, adamStep } from './adam-moments.ts';
import { withL2 } from './l2.ts';
import type { Optimizer } from './types.ts';

/** Adam (Kingma & Ba 2015), as torch.optim.Adam: weight decay, if any, is an L2 term in the gradient. */
export const adam: Optimizer = {
  id: 'adam',
  title: { en: 'Adam', zh: 'Adam' },
  slots: adamSlots,
  defaults: { lr: 1e-3, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0, momentum: 0 },
  scalars: adamScalars,
  update: (context) => {
    const { gradient, gradientScale } = withL2(context);
    const { step, slots } = adamStep({ ...context, gradientScale }, gradient);
    return { parameter: sub(context.parameter, step), slots };
  },
};
