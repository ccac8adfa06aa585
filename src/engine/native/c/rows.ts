/** A rows kernel as the parameters and body of a C function, an `nl_kernel` whose places are its pointers, then the memory for its sums. Kernels that do the same have the same text, whatever memory they are for. */
import { size } from '../../../graph/tensor.ts';
import { type Access, type Argument, isReduction, keptAtHand, type Member, type Rows } from '../rows.ts';
import type { Value } from '../value.ts';
import { type Code, element, lifted, literal } from './expression.ts';

export interface RowsCode {
  readonly text: string;
  /** What its places are, in their order. */
  readonly pointers: readonly { readonly root: Value; readonly offset: number; readonly written: boolean }[];
  /** Sums beyond a row: each of `chunks` runs of rows adds up its own, and they are joined in order. Absent without any. */
  readonly sums?: { readonly chunks: number; readonly length: number; readonly parts: readonly Sum[] };
}

export interface Sum {
  readonly value: Value;
  readonly combine: 'sum' | 'max';
  /** Of the first chunk in the memory for sums. */
  readonly offset: number;
  readonly length: number;
}

const ctype = { float: 'float', int: 'int32_t', bool: 'uint8_t' } as const;
/** Rows from which sums are cut in chunks, and into how many: the same for any number of threads, so that bits are. */
const manyRows = 64;
const chunksOfMany = 8;
/** Most lanes that a vector of any machine has. */
const widest = 16;
/** Elements that are added up in one go: longer rows are added in two levels, which keeps rounding small. */
const stretch = 4096;

export const emitRows = (rows: Rows): RowsCode => new Emitter(rows).emit();

const product = (extents: readonly number[]): number => size(extents);
const offsetOf = (names: readonly string[], strides: readonly number[]): string =>
  names.flatMap((name, axis) => (strides[axis] === 0 ? [] : [strides[axis] === 1 ? name : `${name} * ${strides[axis]}`])).join(' + ');

class Emitter {
  private readonly pointers: { root: Value; offset: number; written: boolean }[] = [];
  private readonly bases = new Map<string, string>();
  private readonly names = new Map<Value, number>();
  private readonly atHand: ReadonlySet<Value>;
  private readonly members = new Map<Value, Member>();
  private readonly rowScope: string[] = [];
  private readonly sums: Sum[] = [];
  private readonly chunks: number;
  private sumsLength = 0;
  private readonly flat: boolean;
  private readonly last: number;

  constructor(private readonly rows: Rows) {
    rows.members.forEach((member, i) => {
      this.names.set(member.value, i);
      this.members.set(member.value, member);
    });
    this.atHand = keptAtHand(rows);
    this.last = rows.inner.at(-1) as number;
    const count = product(rows.outer);
    const adding = rows.members.filter(({ into }) => into);
    const longest = adding.reduce((total, { value }) => total + size(value.shape), 0);
    this.chunks = count >= manyRows && longest * chunksOfMany <= count * product(rows.inner) ? chunksOfMany : 1;
    this.flat = count === 1 && rows.inner.length === 1 && rows.members.every((member) => !isReduction(member));
  }

  emit(): RowsCode {
    const { outer, members, phases } = this.rows;
    const count = product(outer);
    const body: string[] = [];
    for (const member of members) if (member.into) this.addSum(member);
    for (let phase = 0; phase < phases; phase++) body.push(...this.phase(phase));
    const scratch = [...this.atHand].map(
      (value) => `float h${this.names.get(value)}[${product(this.rows.inner)} + NL_LANES] __attribute__((aligned(64)));`,
    );
    const row = [...this.indices(), ...this.rowScope.map((line) => this.typed(line)), ...body];
    const lines = this.loops(count, scratch, row);
    const pointers = this.pointers.map(({ root, written }, i) => `${written ? '' : 'const '}${ctype[root.dtype]} *a${i} = at[${i}];`);
    if (this.sums.length > 0) pointers.push(`float *sums = at[${pointers.length}];`);
    const unused = '(void)shape; (void)part; (void)parts; (void)fault;';
    return {
      text: `(const void *shape, void **at, int part, int parts, int *fault) {\n${indented([unused, ...pointers, ...lines]).join('\n')}\n}`,
      pointers: this.pointers,
      ...(this.sums.length > 0 && { sums: { chunks: this.chunks, length: this.sumsLength, parts: this.sums } }),
    };
  }

  /** Which rows a part does, around what is done for one. */
  private loops(count: number, scratch: readonly string[], row: readonly string[]): string[] {
    if (this.flat) {
      const range = `const long j0 = nl_lines(${this.last}, part, parts), j1 = nl_lines(${this.last}, part + 1, parts);`;
      return [range, ...row];
    }
    const loop = (from: string, to: string) => [`for (long r = ${from}; r < ${to}; r++) {`, ...indented(row), '}'];
    if (this.sums.length > 0) {
      const own = this.sums.flatMap(({ value, combine, offset, length }) => {
        const name = `m${this.names.get(value)}`;
        return [
          `float *${name} = sums + ${offset} + c * ${length};`,
          `nl_fill(${name}, ${length}, ${combine === 'sum' ? '0' : '-__builtin_inff()'});`,
        ];
      });
      const rows = loop(`${count}L * c / ${this.chunks}`, `${count}L * (c + 1) / ${this.chunks}`);
      const across = this.rows.members.filter(runsAcrossRows);
      const begin = across.map((member) => `nl_vf m${this.name(member.value)}v = nl_set(${identity(member)});`);
      const end = across.map((member) => flush(member, `m${this.name(member.value)}`, '0'));
      const chunk = indented([...own, ...begin, ...rows, ...end]);
      return [...scratch, `for (long c = part; c < ${this.chunks}; c += parts) {`, ...chunk, '}'];
    }
    return [...scratch, ...loop(`${count}L * part / parts`, `${count}L * (part + 1) / parts`)];
  }

  private addSum(member: Member): void {
    const { value, f } = member;
    const length = size(value.shape);
    this.sums.push({ value, combine: f as 'sum' | 'max', offset: this.sumsLength, length });
    this.sumsLength += Math.ceil((length * this.chunks) / 16) * 16;
  }

  /** Places along the outer axes. */
  private indices(): string[] {
    const { outer } = this.rows;
    if (outer.length === 0) return ['(void)0;'];
    if (outer.length === 1) return ['const long i0 = r;'];
    return outer.map((extent, axis) => {
      const inside = product(outer.slice(axis + 1));
      const place = inside === 1 ? 'r' : `r / ${inside}`;
      return `const long i${axis} = ${axis === 0 ? place : `${inside === 1 ? 'r' : `(r / ${inside})`} % ${extent}`};`;
    });
  }

  private outerOffset = ({ outer }: Access): string =>
    offsetOf(
      outer.map((_, axis) => `i${axis}`),
      outer,
    );

  /** The name of a pointer to where an access begins in this row. */
  private base(access: Access, written = false): string {
    const at = this.pointers.findIndex(({ root, offset }) => root === access.root && offset === access.offset);
    const index = at < 0 ? this.pointers.push({ root: access.root, offset: access.offset, written }) - 1 : at;
    const pointer = this.pointers[index] as { written: boolean };
    pointer.written ||= written;
    const along = this.outerOffset(access);
    if (along === '') return `a${index}`;
    const key = `a${index} + ${along}`;
    const known = this.bases.get(key);
    if (known) return known;
    const name = `p${this.bases.size}`;
    this.bases.set(key, name);
    this.rowScope.push(`PTR ${index} ${name} = ${key};`);
    return name;
  }

  private phase(phase: number): string[] {
    const { members, inner } = this.rows;
    const lines: string[] = [];
    // What is computed once per row stands before the walk that reads it.
    for (const member of members) if (member.level === 'row' && member.phase === phase) lines.push(...this.rowStatement(member));
    const roots = members.filter(
      (member) =>
        member.level === 'element' && member.phase === phase && (member.stored || this.atHand.has(member.value) || isReduction(member)),
    );
    if (roots.length === 0) return lines;
    const walk = new Walk(this, phase, roots);
    const long = this.last > stretch && roots.some((root) => isReduction(root) && walk.folds(root));
    const names = inner.slice(0, -1).map((_, axis) => `j${axis}_`);
    const across = roots.filter((root) => isReduction(root) && !root.into);
    lines.push(...across.map((root) => `nl_vf m${this.name(root.value)} = nl_set(${identity(root)});`));
    const vectors = walk.lines(long, names);
    lines.push(...nested(names, inner, vectors));
    for (const root of across) {
      const name = this.name(root.value);
      lines.push(`const float s${name} = ${root.f === 'sum' ? 'nl_sum' : 'nl_max'}(m${name});`);
      if (root.stored) lines.push(`${this.base(root.stored, true)}[0] = s${name};`);
    }
    return lines;
  }

  name = (value: Value): number => this.names.get(value) as number;
  member = (value: Value): Member => this.members.get(value) as Member;
  isAtHand = (value: Value): boolean => this.atHand.has(value);
  get innerExtents(): readonly number[] {
    return this.rows.inner;
  }
  get isFlat(): boolean {
    return this.flat;
  }
  baseOf = (access: Access, written = false): string => this.base(access, written);

  private rowStatement(member: Member): string[] {
    const name = this.name(member.value);
    const args = member.args.map((arg): Code => ({ text: this.rowArgument(arg), vector: false }));
    if (member.into) {
      const at = `m${name}[${this.outerOffset(member.into) || '0'}]`;
      return [`${at} = ${member.f === 'sum' ? `${at} + ${args[0]?.text}` : `nl_fmax(${at}, ${args[0]?.text})`};`];
    }
    const { text } = element[member.f as keyof typeof element](args);
    // Of a row that all parts share, one says it.
    const once = this.flat ? 'if (part == 0) ' : '';
    return [`const float s${name} = ${text};`, ...(member.stored ? [`${once}${this.base(member.stored, true)}[0] = s${name};`] : [])];
  }

  private rowArgument(arg: Argument): string {
    if (typeof arg === 'number') return literal(arg);
    if (arg.kind === 'local') return `s${this.name(arg.value)}`;
    if (arg.kind === 'load') return `(float)${this.base(arg.from)}[0]`;
    return `${this.base(arg.table)}[nl_row(${this.base(arg.index)}[0], ${arg.rows}, fault) * ${arg.rowStride}]`;
  }

  /** Pointer declarations get their types when all is known of them. */
  typed(line: string): string {
    const found = /^PTR (\d+) (.*)$/.exec(line);
    if (!found) return line;
    const { root, written } = this.pointers[Number(found[1])] as { root: Value; written: boolean };
    return `${written ? '' : 'const '}${ctype[root.dtype]} *${found[2]}`;
  }
}

const identity = ({ f }: Member): string => (f === 'sum' ? '0' : '-__builtin_inff()');
const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

function nested(names: readonly string[], extents: readonly number[], body: readonly string[]): string[] {
  const [name, ...rest] = names;
  if (name === undefined) return ['{', ...indented(body), '}'];
  return [`for (long ${name} = 0; ${name} < ${extents[0]}; ${name}++) {`, ...indented(nested(rest, extents.slice(1), body)), '}'];
}

/** One phase's walk over the elements of a row. */
class Walk {
  private readonly prelude: string[] = [];
  private readonly known = new Map<string, string>();
  private outerNames: readonly string[] = [];

  constructor(
    private readonly emitter: Emitter,
    private readonly phase: number,
    private readonly roots: readonly Member[],
  ) {}

  /** Whether a reduction adds vectors to one vector, rather than to memory. */
  folds = (root: Member): boolean => !root.into || root.into.inner.at(-1) === 0;

  lines(long: boolean, names: readonly string[]): string[] {
    this.outerNames = names;
    const n = this.emitter.innerExtents.at(-1) as number;
    const full = this.body(undefined);
    this.known.clear();
    const part = this.body('rest');
    const folding = this.roots.filter((root) => isReduction(root) && root.into && this.folds(root) && !runsAcrossRows(root));
    const lines = [...this.prelude];
    const [from, to] = this.emitter.isFlat ? ['j0', 'j1'] : ['0', String(n)];
    lines.push(...folding.map((root) => `nl_vf m${this.emitter.name(root.value)}v = nl_set(${identity(root)});`));
    if (long) lines.push(...this.stretches(n, full, part));
    else {
      lines.push(`long j = ${from};`, `for (; j + NL_LANES <= ${to}; j += NL_LANES) {`, ...indented(full), '}');
      lines.push(...this.tail(n, to, part));
    }
    for (const root of folding) {
      lines.push(flush(root, `m${this.emitter.name(root.value)}`, this.sumOffset(root.into as Access, false)));
    }
    return lines;
  }

  /** What is left behind the last whole vector: how much, the compiler knows but for shares of a flat walk. */
  private tail(n: number, to: string, part: readonly string[]): string[] {
    if (!this.emitter.isFlat && n % widest === 0) return [];
    const rest = this.emitter.isFlat ? `const long rest = ${to} - j;` : `const long rest = ${n} % NL_LANES;`;
    return ['{', `  ${rest}`, '  if (rest > 0) {', ...indented(indented(part)), '  }', '}'];
  }

  private stretches(n: number, full: readonly string[], part: readonly string[]): string[] {
    const folding = this.roots.filter((root) => isReduction(root) && this.folds(root));
    const name = (root: Member) => `m${this.emitter.name(root.value)}${root.into ? 'v' : ''}`;
    return [
      `for (long b = 0; b < ${n}; b += ${stretch}) {`,
      `  const long e = b + ${stretch} < ${n} ? b + ${stretch} : ${n};`,
      ...folding.map((root) => `  const nl_vf ${name(root)}b = ${name(root)};`),
      ...folding.map((root) => `  ${name(root)} = nl_set(${identity(root)});`),
      '  long j = b;',
      '  for (; j + NL_LANES <= e; j += NL_LANES) {',
      ...indented(indented(full)),
      '  }',
      '  const long rest = e - j;',
      '  if (rest > 0) {',
      ...indented(indented(part)),
      '  }',
      ...folding.map((root) => `  ${name(root)} = ${fold(root, `${name(root)}b`, name(root))};`),
      '}',
    ];
  }

  /** Statements for the vector at j; `rest` names how many of its lanes there are, all when left out. */
  private body(rest: string | undefined): string[] {
    const lines: string[] = [];
    for (const root of this.roots) {
      const name = this.emitter.name(root.value);
      if (isReduction(root)) {
        const x = lifted(this.argument(root.args[0] as Argument, rest, lines));
        const kept = rest === undefined ? x : `nl_only(${x}, ${rest}, ${identity(root)})`;
        if (!root.into) lines.push(`m${name} = ${fold(root, `m${name}`, kept)};`);
        else if (this.folds(root)) lines.push(`m${name}v = ${fold(root, `m${name}v`, kept)};`);
        else lines.push(...this.addToMemory(root, x, rest));
        continue;
      }
      const value = this.value(root.value, rest, lines);
      if (this.emitter.isAtHand(root.value)) lines.push(`nl_store(h${name} + ${this.place()}, ${lifted(value)});`);
      if (root.stored) lines.push(this.store(root.stored, lifted(value), rest));
    }
    return lines;
  }

  private addToMemory(root: Member, x: string, rest: string | undefined): string[] {
    const into = root.into as Access;
    const stride = into.inner.at(-1) as number;
    const at = `m${this.emitter.name(root.value)} + ${this.sumOffset(into, true)}`;
    if (stride === 1) {
      const before = rest === undefined ? `nl_load(${at})` : `nl_load_part(${at}, ${rest})`;
      const after = fold(root, before, x);
      return [rest === undefined ? `nl_store(${at}, ${after});` : `nl_store_part(${at}, ${after}, ${rest});`];
    }
    const n = rest ?? 'NL_LANES';
    return [`nl_store_strided(${at}, ${fold(root, `nl_load_strided(${at}, ${stride}, ${n})`, x)}, ${stride}, ${n});`];
  }

  /** Where a sum of this row's place begins; with j, where that of the vector does. */
  private sumOffset({ outer, inner }: Access, withLast: boolean): string {
    const outside = offsetOf(
      outer.map((_, axis) => `i${axis}`),
      outer,
    );
    const along = offsetOf([...this.outerNames, ...(withLast ? ['j'] : [])], withLast ? inner : inner.slice(0, -1));
    return [outside, along].filter((text) => text !== '').join(' + ') || '0';
  }

  /** The vector's place among the elements of the row. */
  private place(): string {
    const { innerExtents } = this.emitter;
    const strides = innerExtents.map((_, axis) => product(innerExtents.slice(axis + 1)));
    return offsetOf([...this.outerNames, 'j'], strides) || '0';
  }

  private along = (inner: readonly number[], withLast: boolean): string =>
    offsetOf([...this.outerNames, ...(withLast ? ['j'] : [])], withLast ? inner : inner.slice(0, -1));

  private address(access: Access, withLast: boolean, written = false): string {
    const along = this.along(access.inner, withLast);
    const base = this.emitter.baseOf(access, written);
    return along === '' ? base : `${base} + ${along}`;
  }

  private store(access: Access, x: string, rest: string | undefined): string {
    const stride = access.inner.at(-1) as number;
    const at = this.address(access, true, true);
    if (stride === 1) return rest === undefined ? `nl_store(${at}, ${x});` : `nl_store_part(${at}, ${x}, ${rest});`;
    return `nl_store_strided(${at}, ${x}, ${stride}, ${rest ?? 'NL_LANES'});`;
  }

  private argument(arg: Argument, rest: string | undefined, lines: string[]): Code {
    if (typeof arg === 'number') return { text: literal(arg), vector: false };
    if (arg.kind === 'local') return this.value(arg.value, rest, lines);
    if (arg.kind === 'load') return this.load(arg.from, rest, lines);
    return this.pick(arg, rest, lines);
  }

  private value(value: Value, rest: string | undefined, lines: string[]): Code {
    const member = this.emitter.member(value);
    const name = this.emitter.name(value);
    if (member.level === 'row' || isReduction(member)) return { text: `s${name}`, vector: false };
    if (member.phase < this.phase) {
      if (member.stored) return this.load(member.stored, rest, lines);
      if (this.emitter.isAtHand(value)) return this.once(`h${name}`, `nl_load(h${name} + ${this.place()})`, lines);
    }
    const key = `v${name}`;
    const known = this.known.get(key);
    if (known !== undefined) return { text: key, vector: known === 'vector' };
    const args = member.args.map((arg) => this.argument(arg, rest, lines));
    const { text, vector } = element[member.f as keyof typeof element](args);
    lines.push(`const ${vector ? 'nl_vf' : 'float'} ${key} = ${text};`);
    this.known.set(key, vector ? 'vector' : 'single');
    return { text: key, vector };
  }

  private once(key: string, text: string, lines: string[]): Code {
    const known = this.known.get(key);
    if (known !== undefined) return { text: known, vector: true };
    const name = `x${this.known.size}`;
    lines.push(`const nl_vf ${name} = ${text};`);
    this.known.set(key, name);
    return { text: name, vector: true };
  }

  private load(access: Access, rest: string | undefined, lines: string[]): Code {
    const stride = access.inner.at(-1) as number;
    if (stride === 0) return this.single(`(float)*(${this.address(access, false)})`);
    const at = this.address(access, true);
    const n = rest ?? 'NL_LANES';
    const { dtype } = access.root;
    if (dtype === 'int') return this.once(at, `nl_load_ints(${at}, ${stride}, ${n})`, lines);
    if (dtype === 'bool')
      return this.once(at, stride === 1 && rest === undefined ? `nl_load_mask(${at})` : `nl_load_bytes(${at}, ${stride}, ${n})`, lines);
    if (stride === 1) return this.once(at, rest === undefined ? `nl_load(${at})` : `nl_load_part(${at}, ${rest})`, lines);
    return this.once(at, `nl_load_strided(${at}, ${stride}, ${n})`, lines);
  }

  /** A number that is the same for all elements of the walk. */
  private single(text: string): Code {
    const key = `single ${text}`;
    const known = this.singles.get(key);
    if (known) return { text: known, vector: false };
    const name = `c${this.phase}_${this.singles.size}`;
    this.prelude.push(`const float ${name} = ${text};`);
    this.singles.set(key, name);
    return { text: name, vector: false };
  }

  private readonly singles = new Map<string, string>();

  private pick({ table, index, rows, rowStride }: Extract<Argument, { kind: 'pick' }>, rest: string | undefined, lines: string[]): Code {
    const column = table.inner.at(-1) as number;
    const stride = index.inner.at(-1) as number;
    const [at, indices] = [this.address(table, false), this.address(index, false)];
    const n = rest ?? 'NL_LANES';
    if (stride !== 0) {
      const [t, i] = [column === 0 ? at : `${at} + j * ${column}`, `${indices} + j * ${stride}`];
      return this.once(`pick ${t} ${i}`, `nl_pick(${t}, ${column}, ${i}, ${stride}, ${rows}, ${rowStride}, ${n}, fault)`, lines);
    }
    const row = this.pickedRow(`${at} + nl_row(*(${indices}), ${rows}, fault) * ${rowStride}`);
    if (column === 0) return this.single(`*${row}`);
    const from = `${row} + j${column === 1 ? '' : ` * ${column}`}`;
    if (column !== 1) return this.once(from, `nl_load_strided(${from}, ${column}, ${n})`, lines);
    return this.once(from, rest === undefined ? `nl_load(${from})` : `nl_load_part(${from}, ${rest})`, lines);
  }

  private pickedRow(text: string): string {
    const known = this.singles.get(text);
    if (known) return known;
    const name = `t${this.phase}_${this.singles.size}`;
    this.prelude.push(`const float *${name} = ${text};`);
    this.singles.set(text, name);
    return name;
  }
}

/** Whether a member folds all elements of all rows into one number: its vector is folded once, behind the last row. */
const runsAcrossRows = ({ level, into }: Member): boolean =>
  level === 'element' && into !== undefined && [...into.outer, ...into.inner].every((stride) => stride === 0);

/** The vector that was folded into, added to memory. */
function flush({ f }: Member, name: string, offset: string): string {
  const at = `${name}[${offset}]`;
  return f === 'sum' ? `${at} += nl_sum(${name}v);` : `${at} = nl_fmax(${at}, nl_max(${name}v));`;
}

const fold = ({ f }: Member, total: string, x: string): string => (f === 'sum' ? `${total} + ${x}` : `nl_vmax(${total}, ${x})`);
