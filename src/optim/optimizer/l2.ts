import { add, mul } from '../../graph/math.ts';
import type { Tensor } from '../../graph/tensor.ts';
import type { UpdateContext } from './types.ts';

/** The gradient with an L2 term, which comes after clipping; the scale left to apply is then 1. */
export function withL2(context: UpdateContext): { readonly gradient: Tensor; readonly gradientScale: Tensor | number } {
  const { config, decays, gradient, gradientScale, parameter } = context;
  if (!decays || config.weightDecay === 0) return { gradient, gradientScale };
  return { gradient: add(mul(gradient, gradientScale), mul(parameter, config.weightDecay)), gradientScale: 1 };
}
