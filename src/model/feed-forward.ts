import type { Tensor } from '../graph/tensor.ts';
import { activations } from './activation/index.ts';
import { dense } from './dense.ts';
import type { Scope } from './scope.ts';
import type { ModelConfig } from './types.ts';

/** fc2(activation(fc1(x))); x [tokens, dModel]. */
export function feedForward(scope: Scope, config: ModelConfig, layer: number, x: Tensor): Tensor {
  const key = `layers.${layer}.ffn`;
  const hidden = activations.get(config.activation).apply(dense(scope, `${key}.fc1`, x, config.dFf, 'fc1', { layer }));
  return dense(scope, `${key}.fc2`, hidden, config.dModel, 'fc2', { layer });
}
