/** A program as C: its kernels, and a step that calls them in order. */
import type { Program } from '../../../graph/program.ts';
import { size } from '../../../graph/tensor.ts';
import { fuse, type Group, isGroup, type Solo, type Unit } from '../fuse.ts';
import { lower } from '../lower.ts';
import { type Life, planMemory } from '../memory.ts';
import { type Placed, place } from '../place.ts';
import { planRows } from '../rows.ts';
import { reads, type Source, type Strided, type Value } from '../value.ts';
import { restrided, whole } from '../view.ts';
import { literal } from './expression.ts';
import { emitRows, type RowsCode } from './rows.ts';

/**
 * The C of a program, the same for the same program. `nl_step(io, arena, threads)` takes pointers to its inputs and outputs in their order
 * and `nl_arena()` floats to work in; it returns 0, or 1 when an index lies outside its table.
 */
export function emitProgram(program: Program): string {
  const placed = place(lower(program));
  return new ProgramEmitter(program, placed, fuse(placed.values)).emit();
}

const ctype = { float: 'float', int: 'int32_t', bool: 'uint8_t' } as const;

const numbersOf = (source: Source): number[] => (source.kind === 'constant' ? [...source.data] : []);

class ProgramEmitter {
  private readonly io = new Map<Value, number>();
  private readonly constants = new Map<Value, string>();
  private readonly functions = new Map<string, string>();
  private readonly arenaOffsets = new Map<Value, number>();
  private readonly sumsOffsets = new Map<Unit, number>();
  private readonly readers = new Map<Value, Set<Unit>>();

  constructor(
    program: Program,
    private readonly placed: Placed,
    private readonly units: readonly Unit[],
  ) {
    const inputs = new Map(program.inputs.map(({ name }, i) => [name, i]));
    const outputs = new Map(program.outputs.map(({ name }, i) => [name, program.inputs.length + i]));
    for (const [value, name] of placed.outputs) this.io.set(value, outputs.get(name) as number);
    for (const value of placed.values) {
      const { source } = value;
      if (source.kind === 'input') this.io.set(value, inputs.get(source.name) as number);
      if (source.kind === 'constant') this.constants.set(value, `constant_${this.constants.size}`);
    }
    for (const unit of units) {
      for (const member of unit.members)
        for (const { value } of reads(member.source)) this.readers.set(value, (this.readers.get(value) ?? new Set()).add(unit));
    }
  }

  emit(): string {
    const codes = new Map<Unit, RowsCode>();
    for (const unit of this.units)
      if (isGroup(unit)) codes.set(unit, emitRows(planRows(unit, this.placed, (value) => this.isKept(value, unit))));
    const arena = this.plan(codes);
    const calls = this.units.flatMap((unit) => {
      const lines = isGroup(unit) ? this.callRows(unit, codes.get(unit) as RowsCode) : this.callSolo(unit);
      return lines.length > 0 ? [...lines, 'nl_barrier(parts);'] : [];
    });
    const kernels = [...this.functions].map(([text, name]) => `static __attribute__((noinline)) void ${name}${text}\n`);
    const tables = [...this.constants].map(
      ([{ source }, name]) => `static const float ${name}[] = {${numbersOf(source).map(literal).join(', ')}};\n`,
    );
    return `#include "normlab.h"

typedef struct step {
  void **io;
  float *arena;
  int fault;
} step;

${[...tables, ...kernels].join('\n')}
static void body(void *context, int part, int parts) {
  step *own = context;
  void **io = own->io;
  float *arena = own->arena;
  int *fault = &own->fault;
  (void)io; (void)arena; (void)fault;
${calls.map((line) => `  ${line}`).join('\n')}
}

int nl_step(void **io, float *arena, int threads) {
  step own = {io, arena, 0};
  nl_parallel(body, &own, threads);
  return own.fault;
}

long nl_arena(void) { return ${arena}; }
`;
  }

  /** Whether a member of a group is read outside it, or leaves the program. */
  private isKept(value: Value, group: Group): boolean {
    return this.placed.outputs.has(value) || [...(this.readers.get(value) ?? [])].some((unit) => unit !== group);
  }

  /** Gives every value that is written a place, and returns the length of the arena. */
  private plan(codes: ReadonlyMap<Unit, RowsCode>): number {
    const spans = new Map<Value, { first: number; last: number }>();
    const touch = (value: Value, at: number) => {
      const root = this.placed.root(value);
      if (this.io.has(root) || this.constants.has(root)) return;
      const span = spans.get(root) ?? { first: at, last: at };
      spans.set(root, { first: Math.min(span.first, at), last: Math.max(span.last, at) });
    };
    this.units.forEach((unit, at) => {
      if (isGroup(unit)) {
        for (const { root } of codes.get(unit)?.pointers ?? []) touch(root, at);
        for (const { value } of codes.get(unit)?.sums?.parts ?? []) touch(value, at);
        return;
      }
      for (const member of unit.members) {
        touch(member, at);
        for (const { value } of reads(member.source)) touch(value, at);
      }
    });
    const values = [...spans];
    const summing = this.units.flatMap((unit, at) => {
      const sums = codes.get(unit)?.sums;
      return sums ? [{ unit, life: { length: sums.length, first: at, last: at } }] : [];
    });
    const lives: Life[] = [...values.map(([value, span]) => ({ length: size(value.shape), ...span })), ...summing.map(({ life }) => life)];
    const { offsets, length } = planMemory(lives);
    values.forEach(([value], i) => {
      this.arenaOffsets.set(value, offsets[i] as number);
    });
    summing.forEach(({ unit }, i) => {
      this.sumsOffsets.set(unit, offsets[values.length + i] as number);
    });
    return length;
  }

  /** C for a pointer to an element of a root's memory. */
  private pointer(root: Value, offset: number): string {
    const index = this.io.get(root);
    const plus = (base: string, by: number) => (by === 0 ? base : `${base} + ${by}`);
    const constant = this.constants.get(root);
    if (constant !== undefined) return plus(`(float *)${constant}`, offset);
    if (index !== undefined) return plus(`(${ctype[root.dtype]} *)io[${index}]`, offset);
    return plus('arena', (this.arenaOffsets.get(root) as number) + offset);
  }

  private at(view: Strided): { readonly pointer: string; readonly strides: readonly number[] } {
    const { offset, strides } = this.placed.physical(view);
    return { pointer: this.pointer(this.placed.root(view.value), offset), strides };
  }

  private callRows(unit: Group, { text, pointers, sums }: RowsCode): string[] {
    const known = this.functions.get(text) ?? `rows_${this.functions.size}`;
    this.functions.set(text, known);
    const base = sums ? `arena + ${this.sumsOffsets.get(unit)}` : '0';
    const call = `${known}(part, parts, fault, ${base}${pointers.map(({ root, offset }) => `, ${this.pointer(root, offset)}`).join('')});`;
    if (!sums) return [call];
    const joins = sums.parts.map(({ value, combine, offset, length }) => {
      const f = combine === 'sum' ? 'nl_join_sums' : 'nl_join_maxima';
      const { pointer, strides } = this.at(whole(value));
      const along = restrided(value.shape, strides, [length]);
      const from = `${base} + ${offset}`;
      if (length === 1 || along?.[0] === 1) return `${f}(${pointer}, ${from}, ${sums.chunks}, ${length}, part, parts);`;
      throw new Error(`a sum of [${value.shape}] lies apart`);
    });
    return [call, 'nl_barrier(parts);', ...joins];
  }

  private callSolo({ source, members }: Solo): string[] {
    switch (source.kind) {
      case 'product':
        return this.callProduct(members[0] as Value, source);
      case 'scatter': {
        const [value] = members as [Value];
        const [indices, x, table] = [this.at(source.indices), this.at(source.x), this.at(whole(value))];
        const [rows, width] = value.shape as [number, number];
        const [index] = indices.strides as [number];
        const [count] = source.indices.shape as [number];
        return [
          `nl_scatter(${table.pointer}, ${rows}, ${width}, ${indices.pointer}, ${index}, ${x.pointer}, ${x.strides[0]}, ${x.strides[1]}, ${count}, ${literal(source.scale)}, part, parts, fault);`,
        ];
      }
      case 'attend':
        return this.callAttend(members, source.of);
      case 'attend-gradient':
        return this.callAttendGradient(members, source.of);
      default:
        return [];
    }
  }

  private callProduct(value: Value, { a, b, scale, bias }: Extract<Value['source'], { kind: 'product' }>): string[] {
    const own = whole(value);
    const lead = value.shape.slice(0, -2);
    const batch = size(lead);
    const [m, n] = value.shape.slice(-2) as [number, number];
    const k = a.shape.at(-1) as number;
    const operand = (view: Strided) => {
      const { pointer, strides } = this.at(view);
      const [row, column] = strides.slice(-2) as [number, number];
      // Batches that do not walk as one are walked axis by axis.
      const outer = restrided(lead, strides.slice(0, -2), [batch])?.[0];
      return { pointer, row, column, leads: strides.slice(0, -2), outer };
    };
    const [left, right, result] = [operand(a), operand(b), operand(own)];
    const along = ({ outer, leads }: ReturnType<typeof operand>): string => {
      if (batch === 1) return '';
      if (outer !== undefined) return ` + g * ${outer}`;
      return lead
        .map((extent, axis) => {
          const inside = size(lead.slice(axis + 1));
          return leads[axis] === 0 || extent === 1 ? '' : ` + g / ${inside} % ${extent} * ${leads[axis]}`;
        })
        .join('');
    };
    const fields = [
      `.m = ${m}, .n = ${n}, .k = ${k}`,
      `.a = ${left.pointer}${along(left)}, .a_row = ${left.row}, .a_col = ${left.column}`,
      `.b = ${right.pointer}${along(right)}, .b_row = ${right.row}, .b_col = ${right.column}`,
      `.c = ${result.pointer}${along(result)}, .c_row = ${result.row}, .c_col = ${result.column}`,
      `.scale = ${literal(scale)}`,
      ...(bias ? [`.bias = ${this.at(bias).pointer}`] : []),
    ];
    const call = (share: string) => `nl_multiply(&(nl_product){${fields.join(', ')}}, ${share});`;
    if (batch === 1) return [call('part, parts')];
    return [`for (long g = ${batch}L * part / parts; g < ${batch}L * (part + 1) / parts; g++)`, `  ${call('0, 1')}`];
  }

  private heads(view: Strided): string {
    const { pointer, strides } = this.at(view);
    return `{${pointer}, ${strides.slice(0, 3).join(', ')}}`;
  }

  private attention({ q, k, v, bias, scale, causal }: Extract<Value['source'], { kind: 'attend' }>['of']): string[] {
    const [batch, heads, queries, features] = q.shape;
    return [
      `.batch = ${batch}, .heads = ${heads}, .queries = ${queries}, .keys = ${k.shape[2]}, .features = ${features}`,
      `.scale = ${literal(scale)}, .causal = ${causal ? 1 : 0}`,
      `.q = ${this.heads(q)}, .k = ${this.heads(k)}, .v = ${this.heads(v)}`,
      ...(bias ? [`.bias = ${this.at(bias).pointer}, .bias_batch = ${this.at(bias).strides[0]}`] : []),
    ];
  }

  private callAttend(members: readonly Value[], of: Extract<Value['source'], { kind: 'attend' }>['of']): string[] {
    const fields = this.attention(of);
    const y = members.find(({ index }) => index === 0);
    const weights = members.find(({ index }) => index === 1);
    if (y) fields.push(`.y = ${this.heads(whole(y))}`);
    if (weights) fields.push(`.weights = ${this.at(whole(weights)).pointer}`);
    return [`nl_attend_forward(&(nl_attend){${fields.join(', ')}}, part, parts);`];
  }

  private callAttendGradient(members: readonly Value[], of: Extract<Value['source'], { kind: 'attend-gradient' }>['of']): string[] {
    const fields = [...this.attention(of), `.y = ${this.heads(of.y)}, .dy = ${this.heads(of.dy)}`];
    ['dq', 'dk', 'dv'].forEach((name, index) => {
      const value = members.find((member) => member.index === index);
      if (value) fields.push(`.${name} = ${this.heads(whole(value))}`);
    });
    return [`nl_attend_backward(&(nl_attend_gradient){${fields.join(', ')}}, part, parts);`];
  }
}
