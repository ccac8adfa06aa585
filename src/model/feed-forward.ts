import type { Tensor } from '../graph/tensor.ts';
import { activations } from './activation/index.ts';
import { dense } from './dense.ts';
import { normAt, type Site, scaledAt } from './site.ts';
import { shifted } from './sublayer.ts';

/** fc2(activation(fc1(x))); x [tokens, dModel]. A gated activation has two matrices in fc1: gate, then what it gates. */
export function feedForward(site: Site, x: Tensor): Tensor {
  const { config, plan } = site;
  const { gated, apply } = activations.get(config.activation);
  const parts = gated ? ['gate', 'up'].map((id) => ({ id, rows: config.dFf })) : undefined;
  const first = dense(site, x, { name: 'fc1', width: (gated ? 2 : 1) * config.dFf, role: 'fc1', parts });
  const hidden = normAt(site, 'inner', apply(scaledAt(site, first, plan.hiddenScale)));
  return dense(site, shifted(site, hidden, plan.innerShift), { name: 'fc2', width: config.dModel, role: 'fc2' });
}
