import { add, mul, sub } from '../../graph/math.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { withL2 } from './l2.ts';
import type { Optimizer } from './types.ts';

/** Stochastic gradient descent with (heavy-ball) momentum, as torch.optim.SGD. */
export const sgd: Optimizer = {
  id: 'sgd',
  title: { en: 'SGD with momentum', zh: '带动量的 SGD' },
  slots: ['momentum_buffer'],
  defaults: { lr: 0.1, betas: [0, 0], eps: 0, weightDecay: 0, momentum: 0.9 },
  scalars: (_config, _step, lr) => ({ lr }),
  update: (context) => {
    const { gradient, gradientScale } = withL2(context);
    const buffer = add(mul(context.slots.momentum_buffer as Tensor, context.config.momentum), mul(gradient, gradientScale));
    return { parameter: sub(context.parameter, mul(buffer, context.scalar('lr'))), slots: { momentum_buffer: buffer } };
  },
};
