/** Initial values, each parameter drawn from its own named stream: adding one never moves another. */
import { type Random, random } from '../../core/random.ts';
import { size } from '../../graph/tensor.ts';
import type { ModelConfig, ParameterSpec } from '../types.ts';
import { inits } from './index.ts';
import type { Distribution } from './types.ts';

const draws: { readonly [K in Distribution['kind']]: (d: Extract<Distribution, { kind: K }>, stream: Random) => number } = {
  normal: ({ std }, stream) => std * stream.normal(),
  uniform: ({ bound }, stream) => bound * (2 * stream.uniform() - 1),
  constant: ({ value }) => value,
};

/** Values of one parameter at the start of training. */
export function drawParameter(parameter: ParameterSpec, model: ModelConfig, seed: number): Float32Array {
  const values = new Float32Array(size(parameter.shape));
  if (parameter.constant !== undefined) return values.fill(parameter.constant);
  const init = inits.get(model.init.id);
  const block = values.length / parameter.parts.length;
  parameter.parts.forEach((part, i) => {
    const distribution = init.distribution(parameter, part, model);
    const stream = random(seed, `init/${parameter.key}/${part}`);
    const draw = draws[distribution.kind] as (d: Distribution, stream: Random) => number;
    for (let at = i * block; at < (i + 1) * block; at++) values[at] = draw(distribution, stream);
  });
  return values;
}
