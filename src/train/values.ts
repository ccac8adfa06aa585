/** The numbers a run carries from step to step. */
import type { Data } from '../engine/types.ts';
import { size } from '../graph/tensor.ts';
import { drawParameter } from '../model/init/draw.ts';
import type { ModelConfig, ParameterSpec } from '../model/types.ts';
import { groupKey, type StepDescription, slotKey } from './step.ts';

/** Flat parameter groups, optimizer slots and running state, by the names under which they are fed. */
export type Values = Map<string, Data>;

/** Everything as it stands before the first step. */
export function initialValues(
  { parameters, groups, states }: StepDescription,
  model: ModelConfig,
  seed: number,
  slots: readonly string[] = [],
): Values {
  const values: Values = new Map();
  const specs = new Map(parameters.map((spec) => [spec.key, spec]));
  for (const { id, length, entries } of groups) {
    const flat = new Float32Array(length);
    for (const { key, offset } of entries) flat.set(drawParameter(specs.get(key) as ParameterSpec, model, seed), offset);
    values.set(groupKey(id), flat);
    for (const slot of slots) values.set(slotKey(id, slot), new Float32Array(length));
  }
  for (const { key, shape, initial } of states) values.set(key, new Float32Array(size(shape)).fill(initial));
  return values;
}

export interface NamedTensor {
  readonly key: string;
  readonly shape: readonly number[];
  readonly data: Data;
}

/** Values cut back into tensors by name: `prefix` '' gives the parameters, a slot's name that slot of each. */
export function namedTensors({ groups, states }: StepDescription, values: Values, slot?: string): NamedTensor[] {
  const tensors: NamedTensor[] = groups.flatMap(({ id, entries }) => {
    const flat = values.get(slot === undefined ? groupKey(id) : slotKey(id, slot)) as Data;
    return entries.map(({ key, shape, offset, length }) => ({ key, shape, data: flat.slice(offset, offset + length) }));
  });
  const running = slot === undefined ? states.map(({ key, shape }) => ({ key, shape, data: values.get(key) as Data })) : [];
  return [...tensors, ...running].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Puts new numbers in the place of one parameter. @throws Error when there is no such parameter. */
export function setTensor(
  { groups }: Pick<StepDescription, 'groups'>,
  values: Values,
  key: string,
  make: (length: number) => Float32Array,
): void {
  for (const { id, entries } of groups) {
    const entry = entries.find((one) => one.key === key);
    if (!entry) continue;
    (values.get(groupKey(id)) as Float32Array).set(make(entry.length), entry.offset);
    return;
  }
  throw new Error(`there is no parameter "${key}"`);
}
