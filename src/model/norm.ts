/** A norm at one site of the model: the normalizer of the site or of the model, with parameters named after the place. */
import type { Tensor } from '../graph/tensor.ts';
import { normalizers } from './normalizer/index.ts';
import type { NormSite } from './placement/types.ts';
import type { Scope } from './scope.ts';
import type { ModelConfig } from './types.ts';

export function applyNorm(scope: Scope, config: ModelConfig, site: NormSite, key: string, x: Tensor, layer?: number): Tensor {
  const normalizer = normalizers.get(site.normalizer ?? config.normalizer.id);
  const features = [x.shape.at(-1) as number];
  return normalizer.apply(
    {
      train: scope.train,
      weight: () => scope.parameter(`${key}.weight`, features, 'norm-weight', { constant: 1, layer }),
      bias: () => scope.parameter(`${key}.bias`, features, 'norm-bias', { constant: 0, layer }),
      running: (name, initial, next) => scope.state(`${key}.${name}`, features, initial, next),
    },
    x,
    config.normalizer.eps ?? normalizer.eps,
  );
}
