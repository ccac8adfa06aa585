/** A program as C: its kernels, and a table of calls. Depth costs no code, as kernels that do the same are one. */
import type { Program } from '../../../graph/program.ts';
import { fuse, isGroup, type Unit } from '../fuse.ts';
import { Layout, type Spot, type Use } from '../layout.ts';
import { lower } from '../lower.ts';
import { type Placed, place } from '../place.ts';
import { planRows } from '../rows.ts';
import { reads, type Value } from '../value.ts';
import { restrided, whole } from '../view.ts';
import { literal } from './expression.ts';
import { emitRows, type RowsCode } from './rows.ts';
import { emitSolo, type SoloCode } from './solo.ts';

/**
 * The C of a program, the same for the same program. `nl_step(io, arena, threads)` takes pointers to its inputs and outputs in their order
 * and `nl_arena()` floats to work in; it returns 0, or 1 when an index lies outside its table.
 */
export function emitProgram(program: Program): string {
  const placed = place(lower(program));
  return new Text(program, placed, fuse(placed.values)).whole();
}

interface Call {
  readonly kernel: string;
  /** C for a pointer to its shape. */
  readonly shape: string;
  readonly spots: readonly (Spot | undefined)[];
}

class Text {
  private readonly kernels = new Map<string, string>();
  private readonly shapes = new Map<string, string>();
  private readonly calls: Call[] = [];
  private readonly layout: Layout;

  constructor(
    program: Program,
    private readonly placed: Placed,
    units: readonly Unit[],
  ) {
    const outside = readersOutside(units);
    const codes = units.flatMap((unit): (RowsCode | SoloCode)[] => {
      if (isGroup(unit)) return [emitRows(planRows(unit, placed, (value) => placed.outputs.has(value) || outside(value, unit)))];
      const solo = emitSolo(unit, placed);
      return solo ? [solo] : [];
    });
    this.layout = new Layout(program, placed, codes.map(this.use));
    codes.forEach((code, at) => {
      if (isRows(code)) this.callRows(code, at);
      else
        this.call(
          code.kernel,
          this.shape(code.type, code.fields),
          code.places.map((view) => view && this.layout.begin(view)),
        );
    });
  }

  whole(): string {
    const { layout, calls } = this;
    const constants = layout.constants.map(
      (value, i) => `static const float constant_${i}[] = {${numbersOf(value).map(literal).join(', ')}};\n`,
    );
    const kernels = [...this.kernels].map(([text, name]) => `static void ${name}${text}\n\n`);
    const shapes = [...this.shapes].map(([text, name]) => `static const ${text.replace(' ', ` ${name} = `)};\n`);
    const lines = calls.map(({ kernel, shape, spots }) => {
      const places = spots.map((spot) => (spot ? `{${spot.base}, ${spot.offset}}` : '{-1, 0}'));
      return `  {${kernel}, ${shape}, ${spots.length}, (const nl_place[]){${places.join(', ')}}},\n`;
    });
    return `#include "normlab.h"

${kernels.join('')}${shapes.join('')}${constants.join('')}
static const float *const constants[] = {${[...constants.map((_, i) => `constant_${i}`), '0'].join(', ')}};

/* In their order. Bases of places are ${layout.io} inputs and outputs, the arena, constants. */
static const nl_call calls[] = {
${lines.join('')}};

int nl_step(void **io, float *arena, int threads) {
  const nl_program program = {calls, ${calls.length}, ${layout.io}, constants};
  return nl_run(&program, io, arena, threads);
}

long nl_arena(void) { return ${layout.arena}; }
`;
  }

  private use = (code: RowsCode | SoloCode): Use => {
    const { root } = this.placed;
    if (!isRows(code)) return { roots: code.places.flatMap((view) => (view ? [root(view.value)] : [])), own: 0 };
    const sums = code.sums?.parts ?? [];
    return {
      roots: [...code.pointers.map((pointer) => pointer.root), ...sums.map(({ value }) => root(value))],
      own: code.sums?.length ?? 0,
    };
  };

  private call(kernel: string, shape: string, spots: Call['spots']): void {
    this.calls.push({ kernel, shape, spots });
  }

  private shape(type: string, fields: readonly string[]): string {
    return `&${nameIn(this.shapes, `${type} {${fields.join(', ')}}`, 'shape')}`;
  }

  private callRows({ text, pointers, sums }: RowsCode, at: number): void {
    const { layout } = this;
    const spots = pointers.map(({ root, offset }) => layout.spot(root, offset));
    this.call(nameIn(this.kernels, text, 'rows'), '0', sums ? [...spots, layout.own(at)] : spots);
    for (const { value, combine, offset, length } of sums?.parts ?? []) {
      const along = restrided(value.shape, this.placed.physical(whole(value)).strides, [length]);
      if (length !== 1 && along?.[0] !== 1) throw new Error(`a sum of [${value.shape}] lies apart`);
      const shape = this.shape('nl_join', [`.count = ${sums?.chunks}, .n = ${length}`]);
      this.call(joins[combine], shape, [layout.begin(whole(value)), layout.own(at, offset)]);
    }
  }
}

const isRows = (code: RowsCode | SoloCode): code is RowsCode => 'pointers' in code;

const joins = { sum: 'nl_sum_kernel', max: 'nl_maximum_kernel' } as const;

/** The name of a text among those that are written once. */
function nameIn(texts: Map<string, string>, text: string, kind: string): string {
  const name = texts.get(text) ?? `${kind}_${texts.size}`;
  texts.set(text, name);
  return name;
}

/** Whether a value is read by another unit than its own. */
function readersOutside(units: readonly Unit[]): (value: Value, own: Unit) => boolean {
  const readers = new Map<Value, Set<Unit>>();
  for (const unit of units)
    for (const member of unit.members)
      for (const { value } of reads(member.source)) readers.set(value, (readers.get(value) ?? new Set()).add(unit));
  return (value, own) => [...(readers.get(value) ?? [])].some((unit) => unit !== own);
}

const numbersOf = ({ source }: Value): number[] => (source.kind === 'constant' ? [...source.data] : []);
