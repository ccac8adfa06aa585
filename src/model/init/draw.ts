/** Initial values, each parameter drawn from its own named stream: adding one never moves another. */
import { optionValues } from '../../core/options.ts';
import { type Random, random } from '../../core/random.ts';
import { size } from '../../graph/tensor.ts';
import type { NetworkShape } from '../place.ts';
import type { ModelConfig, ParameterSpec } from '../types.ts';
import { widthFormula } from '../width-formula.ts';
import { inits } from './index.ts';
import { type Distribution, isEmbedding } from './types.ts';

const draws: { readonly [K in Distribution['kind']]: (d: Extract<Distribution, { kind: K }>, stream: Random) => number } = {
  normal: ({ std }, stream) => std * stream.normal(),
  truncated: ({ std, cut }, stream) => {
    let value = stream.normal();
    while (Math.abs(value) > cut) value = stream.normal();
    return std * value;
  },
  uniform: ({ bound }, stream) => bound * (2 * stream.uniform() - 1),
  constant: ({ value }) => value,
};

/** Values of one parameter at the start of training. */
export function drawParameter(parameter: ParameterSpec, model: ModelConfig, seed: number): Float32Array {
  const values = new Float32Array(size(parameter.shape));
  const { initial } = parameter;
  if (typeof initial === 'number') return values.fill(initial);
  if (initial !== undefined) return Float32Array.from(initial);
  let at = 0;
  for (const { id, distribution, length } of distributionsOf(parameter, model)) {
    const stream = random(seed, `init/${parameter.key}/${id}`);
    const draw = draws[distribution.kind] as (d: Distribution, stream: Random) => number;
    for (const end = at + length; at < end; at++) values[at] = draw(distribution, stream);
  }
  return parameter.unitAxis === undefined ? values : toUnit(values, parameter.shape, parameter.unitAxis);
}

/** How each part of a drawn parameter is distributed, in the order of its rows. */
export function distributionsOf(parameter: ParameterSpec, model: ModelConfig) {
  const [rows, fanIn] = parameter.shape as [number, number];
  const init = inits.get(model.init.id);
  const options = optionValues(init.options, model.init);
  return (parameter.parts ?? [{ id: '', rows }]).map((part) => {
    const own = init.distribution({ parameter, part: part.id, fanIn, fanOut: part.rows }, model, options);
    const distribution = isEmbedding(parameter) ? (embeddingOverride(model) ?? own) : own;
    return { id: part.id, distribution, length: part.rows * fanIn };
  });
}

/** The embedding's own deviation, a number or a formula of the width, when the spec gives one. */
function embeddingOverride(model: ModelConfig): Distribution | undefined {
  const std = embeddingStd(model);
  return std === undefined ? undefined : { kind: 'normal', std };
}

/** @throws UserError for a formula that is not a positive number before any training. */
export function embeddingStd(model: Pick<ModelConfig, 'init'> & NetworkShape): number | undefined {
  const given = model.init.embeddingStd;
  return given === undefined ? undefined : widthFormula(given, model, 'error.embeddingStd');
}

/** Each vector along an axis of a matrix divided by its length. */
function toUnit(values: Float32Array, [rows, columns]: readonly number[], axis: 0 | 1): Float32Array {
  const width = columns as number;
  const lengths = new Float64Array(axis === 1 ? (rows as number) : width);
  const vector = (flat: number) => (axis === 1 ? Math.floor(flat / width) : flat % width);
  values.forEach((value, flat) => {
    lengths[vector(flat)] = (lengths[vector(flat)] as number) + value * value;
  });
  return values.map((value, flat) => value / Math.max(Math.sqrt(lengths[vector(flat)] as number), 1e-12));
}
