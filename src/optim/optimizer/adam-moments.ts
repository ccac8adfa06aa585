/** What the Adams share: moments and the bias-corrected step, with corrections folded into host scalars. */
import { add, div, mul, sqrt, square } from '../../graph/math.ts';
import type { Tensor } from '../../graph/tensor.ts';
import type { OptimizerConfig, UpdateContext } from './types.ts';

export const adamSlots = ['exp_avg', 'exp_avg_sq'] as const;

/**
 * With corrections c1 = 1 - beta1^t and c2 = 1 - beta2^t, lr·(m/c1) / (sqrt(v/c2) + eps) equals
 * step_size·m / (sqrt(v) + eps_hat), step_size = lr·sqrt(c2)/c1 and eps_hat = eps·sqrt(c2).
 */
export function adamScalars({ betas: [beta1, beta2], eps }: OptimizerConfig, step: number, lr: number): Record<string, number> {
  const [c1, root2] = [1 - beta1 ** step, Math.sqrt(1 - beta2 ** step)];
  return { step_size: (lr * root2) / c1, eps_hat: eps * root2 };
}

/** Running means of the gradient and of its square, one step on. */
export function adamMoments({ slots, config, gradientScale }: UpdateContext, gradient: Tensor): { readonly m: Tensor; readonly v: Tensor } {
  const [beta1, beta2] = config.betas;
  const m = add(mul(slots.exp_avg as Tensor, beta1), mul(gradient, mul(gradientScale, 1 - beta1)));
  const squaredScale = typeof gradientScale === 'number' ? gradientScale ** 2 : square(gradientScale);
  const v = add(mul(slots.exp_avg_sq as Tensor, beta2), mul(square(gradient), mul(squaredScale, 1 - beta2)));
  return { m, v };
}

/** Next moments, and the step to subtract. */
export function adamStep(context: UpdateContext, gradient: Tensor) {
  const { m, v } = adamMoments(context, gradient);
  const step = div(mul(m, context.scalar('step_size')), add(sqrt(v), context.scalar('eps_hat')));
  return { step, slots: { exp_avg: m, exp_avg_sq: v } };
}
