/**
 * Maps and reductions that walk the same elements become one kernel: each value is read once, and what only the kernel itself needs is
 * never written. A group's domain is a number of elements and the places where some member cuts it into axes; a group may have rows, at
 * which reductions hand one number per row to what comes after.
 */
import { size } from '../../graph/tensor.ts';
import { isPicked, type Operand, reads, type Source, type Strided, type Value, viewsOf } from './value.ts';
import { restrided } from './view.ts';

export interface Group {
  readonly members: readonly Value[];
  /** Elements of the domain. */
  readonly total: number;
  /** Products of trailing axes at which the domain is cut, ascending, each dividing the next. */
  readonly cuts: readonly number[];
  /** Elements of a row; undefined where no member speaks of rows. */
  readonly row?: number;
}

/** The outputs of one source that has a kernel of its own, or none: inputs, constants and joins are only there. */
export interface Solo {
  readonly members: readonly Value[];
  readonly source: Source;
}

/** What runs at once. */
export type Unit = Group | Solo;
export const isGroup = (unit: Unit): unit is Group => 'total' in unit;

/** More in a row than this is not kept at hand for a second pass. */
const longestRow = 16384;
const mostMembers = 160;

type Fusible = Value & { readonly source: { readonly kind: 'map' | 'reduce' } };
export const isFusible = (value: Value): value is Fusible => value.source.kind === 'map' || value.source.kind === 'reduce';

/** Shape that a member walks: a reduction that of its input. */
export const domainOf = ({ source, shape }: Value): readonly number[] => (source.kind === 'reduce' ? source.x.shape : shape);

export const operandsOf = ({ source }: Value): readonly Operand[] =>
  source.kind === 'map' ? source.args : source.kind === 'reduce' ? [source.x] : [];

/** Elements of each row that a reduction over trailing axes makes one of; undefined for other reductions. */
export function rowOf({ source }: Value): number | undefined {
  if (source.kind !== 'reduce') return undefined;
  const { shape } = source.x;
  const wide = shape.map((extent, axis) => ({ extent, reduced: source.axes.includes(axis) })).filter(({ extent }) => extent > 1);
  const from = wide.findIndex(({ reduced }) => reduced);
  if (from < 0 || wide.slice(from).some(({ reduced }) => !reduced)) return undefined;
  return wide.slice(from).reduce((product, { extent }) => product * extent, 1);
}

/** Whether a member's domain is the group's rows rather than its elements. */
export const atRows = (group: Group, value: Value): boolean => size(domainOf(value)) !== group.total;

/** The units, each before what reads it. */
export function fuse(values: readonly Value[]): Unit[] {
  return new Fuser(values).run();
}

class Fuser {
  private readonly unitOf = new Map<Value, Unit>();
  private readonly users = new Map<Value, Set<Value>>();
  /** All units, each before what reads it, so that a circle is looked for between two of them only. */
  private order: Unit[] = [];
  private readonly rank = new Map<Unit, number>();

  constructor(private readonly values: readonly Value[]) {
    const solos = new Map<Source, Solo>();
    for (const value of values) {
      this.users.set(value, new Set());
      const { source } = value;
      if (!isFusible(value)) solos.set(source, { source, members: [...(solos.get(source)?.members ?? []), value] });
    }
    for (const value of values) {
      this.unitOf.set(value, isFusible(value) ? alone(value) : (solos.get(value.source) as Solo));
      for (const { value: read } of reads(value.source)) this.users.get(read)?.add(value);
    }
    this.order = [...new Set(this.unitOf.values())];
    this.renumber(0, this.order.length);
  }

  run(): Unit[] {
    for (const value of [...this.values].reverse()) if (isFusible(value)) this.joinUsers(value);
    for (const value of this.values) this.joinReaders(value);
    return this.ordered();
  }

  /** A value goes where it is read. */
  private joinUsers(value: Value): void {
    for (const user of [...(this.users.get(value) ?? [])].sort((a, b) => a.id - b.id)) this.unite(value, user);
  }

  /** What reads the same value reads it once. */
  private joinReaders(value: Value): void {
    const [first, ...rest] = [...(this.users.get(value) ?? [])].filter(isFusible).sort((a, b) => a.id - b.id);
    if (!first || value.source.kind === 'constant') return;
    let last: Value = first;
    for (const user of rest) if (!this.unite(last, user)) last = user;
  }

  private unite(a: Value, b: Value): boolean {
    const [left, right] = [this.unitOf.get(a) as Unit, this.unitOf.get(b) as Unit];
    if (left === right) return true;
    if (!isGroup(left) || !isGroup(right) || left.members.length + right.members.length > mostMembers) return false;
    const united = combine(left, right);
    if (!united || !this.sound(united)) return false;
    const [first, last] = this.rankOf(left) < this.rankOf(right) ? [left, right] : [right, left];
    const behind = this.between(first, last);
    if (!behind) return false;
    for (const member of united.members) this.unitOf.set(member, united);
    this.replace(first, last, united, behind);
    return true;
  }

  /** Whether each member reads the others at the element, or the row, at which it stands itself. */
  private sound(group: Group): boolean {
    const own = new Set(group.members);
    return group.members.every((member) =>
      operandsOf(member).every((operand) => {
        const inside = viewsOf(operand).filter(({ value }) => own.has(value));
        if (inside.length === 0) return true;
        return !isPicked(operand) && inside.every((view) => aligned(group, member, view));
      }),
    );
  }

  private rankOf = (unit: Unit): number => this.rank.get(unit) as number;

  private renumber(from: number, to: number): void {
    for (let i = from; i < to; i++) this.rank.set(this.order[i] as Unit, i);
  }

  /** What stands before the last and needs the first; undefined if the last needs some of it, as the two then cannot run at once. */
  private between(first: Unit, last: Unit): ReadonlySet<Unit> | undefined {
    const end = this.rankOf(last);
    const seen = new Set<Unit>();
    const open: Unit[] = [first];
    for (let unit = open.pop(); unit; unit = open.pop()) {
      for (const next of this.after(unit)) {
        if (next === last && unit !== first) return undefined;
        if (seen.has(next) || this.rankOf(next) >= end) continue;
        seen.add(next);
        open.push(next);
      }
    }
    return seen;
  }

  /** Puts the two as one where both may stand: behind all that either needs, before all that needs either. */
  private replace(first: Unit, last: Unit, united: Unit, behind: ReadonlySet<Unit>): void {
    const [from, to] = [this.rankOf(first), this.rankOf(last)];
    const region = this.order.slice(from + 1, to);
    const moved = [...region.filter((unit) => !behind.has(unit)), united, ...region.filter((unit) => behind.has(unit))];
    this.order.splice(from, to - from + 1, ...moved);
    this.rank.delete(first);
    this.rank.delete(last);
    this.renumber(from, this.order.length);
  }

  /** Units that read a unit. */
  private after(unit: Unit): ReadonlySet<Unit> {
    const found = new Set<Unit>();
    for (const member of unit.members) for (const user of this.users.get(member) ?? []) found.add(this.unitOf.get(user) as Unit);
    found.delete(unit);
    return found;
  }

  /** Units in the order of their last member, moved behind what they read. */
  private ordered(): Unit[] {
    const done = new Set<Unit>();
    const list: Unit[] = [];
    const visit = (unit: Unit): void => {
      if (done.has(unit)) return;
      done.add(unit);
      const before = unit.members.flatMap(({ source }) => reads(source).map(({ value }) => this.unitOf.get(value) as Unit));
      for (const needed of before) if (needed !== unit) visit(needed);
      list.push(unit);
    };
    for (const value of this.values) visit(this.unitOf.get(value) as Unit);
    return list;
  }
}

const alone = (value: Fusible): Group => {
  const shape = domainOf(value);
  return { members: [value], total: size(shape), cuts: cutsOf(shape) };
};

function cutsOf(shape: readonly number[]): number[] {
  const total = size(shape);
  const products = shape.map((_, axis) => size(shape.slice(axis)));
  return [...new Set(products)].filter((product) => product > 1 && product < total).sort((a, b) => a - b);
}

/** Both groups as one, if their elements are the same, or those of one the rows of the other. */
function combine(a: Group, b: Group): Group | undefined {
  if (a.total < b.total) return combine(b, a);
  const ratio = a.total / b.total;
  if (!Number.isInteger(ratio) || (ratio > 1 && b.row !== undefined)) return undefined;
  const rows = ratio > 1 ? ratio : b.row;
  if (a.row !== undefined && rows !== undefined && a.row !== rows) return undefined;
  const members = [...a.members, ...b.members].sort((x, y) => x.id - y.id);
  const row = a.row ?? rows ?? rowRead(members);
  const cuts = [...new Set([...a.cuts, ...b.cuts.map((cut) => cut * ratio), ...(row === undefined ? [] : [row])])]
    .filter((cut) => cut > 1 && cut < a.total)
    .sort((x, y) => x - y);
  if ([...cuts, a.total].some((cut, i) => i > 0 && cut % (cuts[i - 1] as number) !== 0)) return undefined;
  if (row !== undefined && a.total % row !== 0) return undefined;
  return { members, total: a.total, cuts, ...(row !== undefined && { row }) };
}

/** The row of the first reduction over rows whose result another member reads. */
function rowRead(members: readonly Value[]): number | undefined {
  const read = new Set(
    members
      .flatMap(operandsOf)
      .flatMap(viewsOf)
      .map(({ value }) => value),
  );
  return members
    .filter((member) => read.has(member))
    .map(rowOf)
    .find((row) => row !== undefined);
}

function aligned(group: Group, reader: Value, view: Strided): boolean {
  const { value } = view;
  const row = group.row ?? 1;
  const rows = group.total / row;
  if (value.source.kind === 'reduce' && (rowOf(value) !== group.row || atRows(group, value) || row > longestRow)) return false;
  const ofRow = value.source.kind === 'reduce' || atRows(group, value);
  const linear = (extents: readonly number[], expected: readonly number[]): boolean => {
    const found = restrided(view.shape, view.strides, extents);
    return found?.every((stride, axis) => extents[axis] === 1 || stride === expected[axis]) ?? false;
  };
  if (view.offset !== 0) return false;
  if (!ofRow) return !atRows(group, reader) && linear([group.total], [1]);
  return atRows(group, reader) ? linear([rows], [1]) : linear([rows, row], [1, 0]);
}
