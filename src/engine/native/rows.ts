/**
 * A group as loops: outer axes (the rows), inner axes (the elements of a row, the last one in vectors), and phases. A phase is one walk
 * over a row; what a reduction over the row gives is at hand from the next phase on.
 */
import type { ElementFunction } from '../../graph/lowering.ts';
import { size } from '../../graph/tensor.ts';
import { atRows, domainOf, type Group, operandsOf, rowOf } from './fuse.ts';
import type { Placed } from './place.ts';
import { isPicked, isStrided, type Operand, type Strided, type Value } from './value.ts';
import { expanded, restrided, stridesOf, whole } from './view.ts';

/** Where in memory: strides over outer and inner axes, from an offset in the memory of `root`. */
export interface Access {
  readonly root: Value;
  readonly offset: number;
  readonly outer: readonly number[];
  readonly inner: readonly number[];
}

export type Argument =
  | number
  | { readonly kind: 'local'; readonly value: Value }
  | { readonly kind: 'load'; readonly from: Access }
  | { readonly kind: 'pick'; readonly table: Access; readonly index: Access; readonly rows: number; readonly rowStride: number };

export interface Member {
  readonly value: Value;
  readonly level: 'row' | 'element';
  readonly phase: number;
  readonly f: ElementFunction | 'sum' | 'max';
  readonly args: readonly Argument[];
  /** Where it is written; undefined when only the kernel itself reads it. */
  readonly stored?: Access;
  /** Set for a reduction that adds up beyond a row: where each element goes in an array of the result's own shape. */
  readonly into?: Access;
}

export interface Rows {
  readonly outer: readonly number[];
  readonly inner: readonly number[];
  readonly members: readonly Member[];
  readonly phases: number;
}

/** Passes a fused chain: raised above, a value is kept at hand for later phases rather than computed again. */
const dear: ReadonlySet<string> = new Set(['exp', 'log', 'erf', 'tanh', 'atan', 'div', 'sqrt']);
const cheapest = 5;

/** @param kept whether a value of the group is read outside it, or leaves the program. */
export function planRows(given: Group, { root, physical }: Placed, kept: (value: Value) => boolean): Rows {
  const group = withRow(given);
  const { total, cuts, row } = group;
  const bounds = [1, ...cuts, total];
  const extents = bounds
    .slice(1)
    .map((bound, i) => bound / (bounds[i] as number))
    .reverse();
  const innerAxes = row === undefined ? extents.length : row === 1 ? 0 : [1, ...cuts, total].indexOf(row);
  const outerAxes = extents.length - innerAxes;
  const own = new Set(group.members);

  const strided = (view: Strided, rows: boolean): { offset: number; strides: readonly number[] } => {
    const { offset, strides } = physical(view);
    const axes = rows ? extents.slice(0, outerAxes) : extents;
    const found = restrided(view.shape, strides, axes);
    if (!found) throw new Error(`a view of shape [${view.shape}] does not follow the axes [${axes}]`);
    return { offset, strides: rows ? [...found, ...new Array(innerAxes).fill(0)] : found };
  };
  const raw = group.members.map((value) => {
    const rows = row !== undefined && atRows(group, value);
    const over = (view: Strided) => ({ root: root(view.value), ...strided(view, rows) });
    const args = operandsOf(value).map((operand: Operand) => {
      if (isPicked(operand)) return { picked: operand, table: over(operand.table), index: over(operand.indices) };
      if (!isStrided(operand)) return operand;
      return own.has(operand.value) ? operand.value : over(operand);
    });
    const reducesRow = value.source.kind === 'reduce' && !rows && row !== undefined && rowOf(value) === row;
    const adds = value.source.kind === 'reduce' && !reducesRow;
    const into = adds && { root: value, ...logical(value, rows ? extents.slice(0, outerAxes) : extents, rows ? innerAxes : 0) };
    const stored = kept(value) && !adds ? { root: root(value), ...strided(whole(value), rows || reducesRow) } : undefined;
    return { value, rows, args, reducesRow, into: into || undefined, stored };
  });

  const vectors = raw.flatMap(({ args, into, stored }) => [
    ...args.flatMap((arg) =>
      typeof arg === 'number' || 'source' in arg ? [] : 'picked' in arg ? [arg.table.strides, arg.index.strides] : [arg.strides],
    ),
    ...(into ? [into.strides] : []),
    ...(stored ? [stored.strides] : []),
  ]);
  const merged = mergeAxes(extents, row === undefined ? undefined : outerAxes, vectors);
  const access = ({ root: at, offset, strides }: { root: Value; offset: number; strides: readonly number[] }): Access => ({
    root: at,
    offset,
    outer: merged.outer.map((axis) => strides[axis] as number),
    inner: merged.inner.map((axis) => strides[axis] as number),
  });

  const phase = new Map<Value, number>();
  const members = raw.map(({ value, rows, args, reducesRow, into, stored }): Member => {
    const { source } = value;
    const inputs = args.flatMap((arg) => (typeof arg === 'object' && 'source' in arg ? [phase.get(arg) as number] : []));
    const at = Math.max(0, ...inputs);
    phase.set(value, reducesRow ? at + 1 : at);
    return {
      value,
      level: rows ? 'row' : 'element',
      phase: at,
      f: source.kind === 'map' ? source.f : source.kind === 'reduce' ? source.combine : 'copy',
      args: args.map((arg): Argument => {
        if (typeof arg === 'number') return arg;
        if ('source' in arg) return { kind: 'local', value: arg };
        if ('picked' in arg) {
          const { rows: count, rowStride } = arg.picked;
          return { kind: 'pick', table: access(arg.table), index: access(arg.index), rows: count, rowStride };
        }
        return { kind: 'load', from: access(arg) };
      }),
      ...(stored && { stored: access(stored) }),
      ...(into && { into: access(into) }),
    };
  });
  return {
    outer: merged.outerExtents,
    inner: merged.innerExtents,
    members,
    phases: Math.max(0, ...members.map((member) => member.phase)) + 1,
  };
}

/** Members that are computed once and kept at hand for the later phases that need them. */
export function keptAtHand({ members }: Rows): ReadonlySet<Value> {
  const byValue = new Map(members.map((member) => [member.value, member]));
  const kept = new Set<Value>();
  const costs = new Map<Value, number>();
  const costOf = (member: Member): number => {
    const known = costs.get(member.value);
    if (known !== undefined) return known;
    const inputs = localsOf(member).map((value) => {
      const input = byValue.get(value) as Member;
      return input.level === 'row' || isReduction(input) || kept.has(value) || input.stored ? 1 : costOf(input);
    });
    const cost = (dear.has(member.f) ? 10 : 1) + inputs.reduce((a, b) => a + b, 0);
    costs.set(member.value, cost);
    return cost;
  };
  for (const member of members) {
    if (member.level === 'row' || isReduction(member) || member.stored) continue;
    const later = members.some((user) => user.phase > member.phase && needs(user, member.value, byValue));
    if (later && costOf(member) > cheapest) kept.add(member.value);
  }
  return kept;
}

export const isReduction = ({ f }: Member): boolean => f === 'sum' || f === 'max';

export const localsOf = ({ args }: Member): Value[] =>
  args.flatMap((arg) => (typeof arg === 'object' && arg.kind === 'local' ? [arg.value] : []));

/** Whether computing a member anew takes the value, by way of other elements. */
function needs(user: Member, value: Value, byValue: ReadonlyMap<Value, Member>): boolean {
  return localsOf(user).some((local) => {
    if (local === value) return true;
    const member = byValue.get(local) as Member;
    return member.level === 'element' && !isReduction(member) && !member.stored && needs(member, value, byValue);
  });
}

/** A reduction over the last axes gets rows of its own where nothing else asked for other ones. */
function withRow(group: Group): Group {
  if (group.row !== undefined) return group;
  const row = group.members.map((member) => rowOf(member)).find((own) => own !== undefined && own < group.total && own > 1);
  return row === undefined || !group.members.every((member) => size(domainOf(member)) === group.total) ? group : { ...group, row };
}

/** Strides over the axes in an array of a reduction's own shape, 0 along what it adds up. */
function logical(value: Value, axes: readonly number[], inner: number): { offset: number; strides: readonly number[] } {
  const view = expanded({ ...whole(value), strides: stridesOf(value.shape) }, domainOf(value));
  const strides = restrided(view.shape, view.strides, axes);
  if (!strides) throw new Error(`a reduction of [${view.shape}] does not follow the axes [${axes}]`);
  return { offset: 0, strides: [...strides, ...new Array(inner).fill(0)] };
}

/** Neighbouring axes that every access walks as one are one. `boundary` parts outer from inner axes; without, the last one is inner. */
function mergeAxes(extents: readonly number[], boundary: number | undefined, vectors: readonly (readonly number[])[]) {
  const runs: { extent: number; last: number }[] = [];
  let previous = -1;
  extents.forEach((extent, axis) => {
    const run = runs.at(-1);
    const joins =
      run !== undefined && axis !== boundary && vectors.every((strides) => strides[previous] === (strides[axis] as number) * extent);
    if (joins && run) runs[runs.length - 1] = { extent: run.extent * extent, last: axis };
    else runs.push({ extent, last: axis });
    previous = axis;
  });
  const cut = boundary === undefined ? Math.max(0, runs.length - 1) : runs.filter(({ last }) => last < boundary).length;
  const [outer, inner] = [runs.slice(0, cut), runs.slice(cut)];
  return {
    outer: outer.map(({ last }) => last),
    inner: inner.map(({ last }) => last),
    outerExtents: outer.map(({ extent }) => extent),
    innerExtents: inner.length > 0 ? inner.map(({ extent }) => extent) : [1],
  };
}
