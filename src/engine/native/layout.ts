/** Where every value of a program lies: in an input or output, in the arena, or among the constants. */
import type { Program } from '../../graph/program.ts';
import { type DType, size } from '../../graph/tensor.ts';
import { type Life, planMemory } from './memory.ts';
import type { Placed } from './place.ts';
import type { Strided, Value } from './value.ts';

/** Bytes from where a base begins. Bases are numbered: inputs, outputs, the arena, constants. */
export interface Spot {
  readonly base: number;
  readonly offset: number;
}

/** What one call works on, besides inputs, outputs and constants. */
export interface Use {
  readonly roots: readonly Value[];
  /** Floats of memory for itself alone. */
  readonly own: number;
}

const bytes: Readonly<Record<DType, number>> = { float: 4, int: 4, bool: 1 };

export class Layout {
  /** Inputs and outputs of the program. */
  readonly io: number;
  /** In the order of their bases. */
  readonly constants: readonly Value[];
  /** Floats. */
  readonly arena: number;
  private readonly bases = new Map<Value, number>();
  private readonly offsets = new Map<Value, number>();
  private readonly owns: readonly number[];

  /** @param uses of the calls, in their order. */
  constructor(
    { inputs, outputs }: Program,
    private readonly placed: Placed,
    uses: readonly Use[],
  ) {
    this.io = inputs.length + outputs.length;
    this.constants = placed.values.filter(({ source }) => source.kind === 'constant');
    this.constants.forEach((value, i) => {
      this.bases.set(value, this.io + 1 + i);
    });
    const numbers = new Map(inputs.map(({ name }, i) => [name, i]));
    for (const value of placed.values) if (value.source.kind === 'input') this.bases.set(value, numbers.get(value.source.name) as number);
    const results = new Map(outputs.map(({ name }, i) => [name, inputs.length + i]));
    for (const [value, name] of placed.outputs) this.bases.set(value, results.get(name) as number);

    const lives = new Map<Value, Life>();
    const own: Life[] = [];
    uses.forEach((use, at) => {
      for (const root of use.roots)
        if (!this.bases.has(root)) lives.set(root, { length: size(root.shape), first: lives.get(root)?.first ?? at, last: at });
      own.push({ length: use.own, first: at, last: at });
    });
    const { offsets, length } = planMemory([...lives.values(), ...own]);
    [...lives.keys()].forEach((root, i) => {
      this.offsets.set(root, offsets[i] as number);
    });
    this.owns = offsets.slice(lives.size);
    this.arena = length;
  }

  /** @param offset elements from the start of a root's memory. */
  spot(root: Value, offset = 0): Spot {
    const base = this.bases.get(root);
    if (base !== undefined) return { base, offset: offset * bytes[root.dtype] };
    return { base: this.io, offset: ((this.offsets.get(root) as number) + offset) * bytes.float };
  }

  /** Where a view begins. */
  begin = (view: Strided): Spot => this.spot(this.placed.root(view.value), this.placed.physical(view).offset);

  /** The memory that is the call's alone. @param offset floats. */
  own = (call: number, offset = 0): Spot => ({ base: this.io, offset: ((this.owns[call] as number) + offset) * bytes.float });
}
