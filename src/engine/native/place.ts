/** Where values lie: most in memory of their own, parts of a join in the join, results in the program's outputs, so that nothing is copied. */
import type { Lowered } from './lower.ts';
import { type Place, reads, type Strided, type Value } from './value.ts';
import { isDense, stridesOf, whole } from './view.ts';

export interface Placed {
  /** In order of need; the joins' copies are among them. */
  readonly values: readonly Value[];
  readonly outputs: ReadonlyMap<Value, string>;
  /** The value in whose memory it lies, itself where it has its own. */
  root(value: Value): Value;
  /** Offset and strides of a view in the memory of its value's root. */
  physical(view: Strided): { readonly offset: number; readonly strides: readonly number[] };
}

export function place({ values, outputs }: Lowered): Placed {
  const used = usersOf(values);
  const into = new Map<Value, Within>();
  const taken = new Map<Value, string>();
  const list: Value[] = [];
  const copies: Value[] = [];
  for (const { name, view } of outputs) {
    if (isComputed(view.value) && isDense(view) && !taken.has(view.value)) taken.set(view.value, name);
    else {
      const copy = copyOf(view);
      copies.push(copy);
      taken.set(copy, name);
    }
  }
  const before = new Map<Value, Value[]>();
  // From the last on, so that a join that lies in another is placed before its own parts.
  for (const value of [...values].reverse()) {
    if (value.source.kind !== 'join') continue;
    value.source.parts = value.source.parts.map((part) => {
      const own = part.x.value;
      const free = isComputed(own) && !isWeights(own) && isDense(part.x) && !into.has(own) && !taken.has(own);
      const lies = free && (used.get(own) ?? []).every((view) => stays(view, { join: value, place: part.place }, into));
      if (lies) {
        into.set(own, { join: value, place: part.place });
        return part;
      }
      const copy = copyOf(part.x);
      before.set(value, [...(before.get(value) ?? []), copy]);
      into.set(copy, { join: value, place: part.place });
      return { x: whole(copy), place: part.place };
    });
  }
  for (const value of values) list.push(...(before.get(value) ?? []), value);
  list.push(...copies);
  const isNeeded = neededBy([...taken.keys()]);
  // A kernel of several outputs writes them all.
  const sources = new Set(list.filter(isNeeded).map(({ source }) => source));
  const needed = list.filter((value) => isNeeded(value) || (sources.has(value.source) && !isWeights(value)));
  needed.forEach((value, i) => {
    value.id = i;
  });
  const root = (value: Value): Value => {
    const found = into.get(value);
    return found ? root(found.join) : value;
  };
  return {
    values: needed,
    outputs: taken,
    root,
    physical: (view) => {
      let { offset, strides } = view;
      for (let at = into.get(view.value); at; at = into.get(at.join)) [offset, strides] = moved(offset, strides, at.place);
      return { offset, strides };
    },
  };
}

const isComputed = ({ source }: Value): boolean => source.kind !== 'input' && source.kind !== 'constant';

/** Attention writes its weights one after another only. */
const isWeights = ({ source, index }: Value): boolean => source.kind === 'attend' && index === 1;

function copyOf(view: Strided): Value {
  const source = { kind: 'map', f: 'copy', args: [view] } as const;
  return { id: 0, source, index: 0, shape: view.shape, dtype: 'float', strides: stridesOf(view.shape) };
}

/** All views of each value, those that read it and its own. */
function usersOf(values: readonly Value[]): Map<Value, Strided[]> {
  const used = new Map<Value, Strided[]>(values.map((value) => [value, [whole(value)]]));
  for (const { source } of values) for (const view of reads(source)) used.get(view.value)?.push(view);
  return used;
}

/** Whether a value is one of these or is read, by whatever way, by one of them. */
function neededBy(results: readonly Value[]): (value: Value) => boolean {
  const needed = new Set(results);
  for (const value of needed) for (const view of reads(value.source)) needed.add(view.value);
  return (value) => needed.has(value);
}

interface Within {
  readonly join: Value;
  readonly place: Place;
}

/** Whether a view can be moved with its value into a join, and on into whatever that lies in. */
function stays(view: Strided, at: Within, into: ReadonlyMap<Value, Within>): boolean {
  // What is summed in chunks is joined one number after another.
  const apart = view.value.source.kind === 'reduce' && at.place.block !== at.place.row;
  if (apart || !fits(view, at.place)) return false;
  const next = into.get(at.join);
  if (!next) return true;
  const [offset, strides] = moved(view.offset, view.strides, at.place);
  return stays({ ...view, offset, strides }, next, into);
}

/** Whether no axis of the view runs over the end of a block. */
function fits({ shape, strides, offset }: Strided, { block, row }: Place): boolean {
  if (block === row) return true;
  let reach = offset % block;
  return shape.every((extent, axis) => {
    const stride = strides[axis] as number;
    if (extent === 1 || stride % block === 0) return true;
    reach += (extent - 1) * stride;
    return reach < block;
  });
}

function moved(offset: number, strides: readonly number[], { block, row, offset: start }: Place): [number, readonly number[]] {
  const there = Math.floor(offset / block) * row + (offset % block) + start;
  return [there, strides.map((stride) => (stride % block === 0 ? (stride / block) * row : stride))];
}
