import { add, div, mul, sqrt, sub } from '../../graph/math.ts';
import { adamMoments, adamSlots } from './adam-moments.ts';
import { withL2 } from './l2.ts';
import type { Optimizer } from './types.ts';

/** From here on the variance of the adaptive rate counts as tractable; Liu et al. write 4, their code and torch take 5. */
const tractable = 5;

/**
 * RAdam (Liu et al. 2020, On the Variance of the Adaptive Learning Rate and Beyond), as torch.optim.RAdam: with ρ∞ = 2/(1 − β₂) − 1 and
 * ρ_t = ρ∞ − 2t·β₂^t/(1 − β₂^t), a step of lr·m̂ while ρ_t ≤ 5, then of lr·r_t·m̂·√(1 − β₂^t)/(√v + ε) with
 * r_t = √((ρ_t − 4)(ρ_t − 2)ρ∞ / ((ρ∞ − 4)(ρ∞ − 2)ρ_t)). Weight decay, if any, is an L2 term in the gradient.
 */
export const radam: Optimizer = {
  id: 'radam',
  title: { en: 'RAdam', zh: 'RAdam' },
  slots: adamSlots,
  defaults: { lr: 1e-3, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0, momentum: 0 },
  // One of the two rates is 0, so that one program serves every step.
  scalars: ({ betas: [beta1, beta2] }, step, lr) => {
    const [unbiased, power] = [lr / (1 - beta1 ** step), beta2 ** step];
    const limit = 2 / (1 - beta2) - 1;
    const rho = limit - (2 * step * power) / (1 - power);
    if (!(rho > tractable)) return { plain_rate: unbiased, adaptive_rate: 0 };
    const rectifier = Math.sqrt(((rho - 4) * (rho - 2) * limit) / ((limit - 4) * (limit - 2) * rho));
    return { plain_rate: 0, adaptive_rate: unbiased * rectifier * Math.sqrt(1 - power) };
  },
  update: (context) => {
    const { gradient, gradientScale } = withL2(context);
    const { m, v } = adamMoments({ ...context, gradientScale }, gradient);
    const rate = add(context.scalar('plain_rate'), div(context.scalar('adaptive_rate'), add(sqrt(v), context.config.eps)));
    return { parameter: sub(context.parameter, mul(m, rate)), slots: { exp_avg: m, exp_avg_sq: v } };
  },
};
