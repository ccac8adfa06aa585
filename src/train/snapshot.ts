/** Everything a run carries, as tensors with names: what a checkpoint holds and a resumed run starts from, bit for bit. */
import type { Data } from '../engine/types.ts';
import type { MonitorState } from './divergence.ts';
import type { GroupEntry, ParameterGroup } from './groups.ts';
import { groupKey, type StepDescription, slotKey } from './step.ts';
import { type NamedTensor, namedTensors, type Values } from './values.ts';

export interface Snapshot {
  /** Steps done; the data of a step is a function of its number, so this is also the place in the data. */
  readonly steps: number;
  readonly monitor: MonitorState;
  /** Validation losses so far, for rules that stop a run early. */
  readonly evaluations: readonly number[];
  readonly tensors: readonly NamedTensor[];
}

const slotName = (slot: string, key: string): string => `optimizer.${slot}.${key}`;

/** Parameters and states under their own names, optimizer slots under `optimizer.<slot>.<name>`. */
export function snapshotTensors(program: StepDescription, values: Values, slots: readonly string[]): NamedTensor[] {
  const slotTensors = slots.flatMap((slot) =>
    namedTensors(program, values, slot).map((tensor) => ({ ...tensor, key: slotName(slot, tensor.key) })),
  );
  return [...namedTensors(program, values), ...slotTensors];
}

/** The values of a program from a snapshot's tensors; undefined when a tensor is missing or has another size. */
export function valuesFrom(
  { groups, states }: StepDescription,
  tensors: readonly NamedTensor[],
  slots: readonly string[],
): Values | undefined {
  const given = new Map(tensors.map(({ key, data }) => [key, data]));
  const values: Values = new Map();
  // Engines keep single or double precision: a resumed run goes on in what was written.
  const double = tensors.some(({ data }) => data instanceof Float64Array);
  const empty = (length: number) => (double ? new Float64Array(length) : new Float32Array(length));
  const flat = (group: ParameterGroup, name: (entry: GroupEntry) => string): Data | undefined => {
    const joined = empty(group.length);
    for (const entry of group.entries) {
      const data = given.get(name(entry));
      if (data?.length !== entry.length) return undefined;
      joined.set(data, entry.offset);
    }
    return joined;
  };
  for (const group of groups) {
    const wanted = [
      { key: groupKey(group.id), data: flat(group, ({ key }) => key) },
      ...slots.map((slot) => ({ key: slotKey(group.id, slot), data: flat(group, ({ key }) => slotName(slot, key)) })),
    ];
    for (const { key, data } of wanted) {
      if (!data) return undefined;
      values.set(key, data);
    }
  }
  for (const { key, shape } of states) {
    const data = given.get(key);
    if (data?.length !== shape.reduce((a, b) => a * b, 1)) return undefined;
    values.set(key, data.slice());
  }
  return values;
}
