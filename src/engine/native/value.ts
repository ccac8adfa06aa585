/** The kernel list's material: values, how each comes about, and views of them. Free of any language that kernels are written in. */
import type { ElementFunction, View } from '../../graph/lowering.ts';
import type { DType, Shape } from '../../graph/tensor.ts';

/** Element [i, j, …] of the view is element offset + i·strides[0] + j·strides[1] + … of the value as it lies in memory. */
export interface Strided extends View {
  readonly value: Value;
  readonly strides: readonly number[];
  readonly offset: number;
}

/** Rows of a table, picked by an index that is itself a view over the same places. */
export interface Picked {
  readonly table: Strided;
  /** Over the whole domain; its strides along the table's columns are 0. */
  readonly indices: Strided;
  readonly rows: number;
  /** From one row to the next. */
  readonly rowStride: number;
}

export type Operand = Strided | Picked | number;

export type Source =
  | { readonly kind: 'input'; readonly name: string }
  | { readonly kind: 'constant'; readonly data: Float64Array }
  | { readonly kind: 'map'; readonly f: ElementFunction; readonly args: readonly Operand[] }
  | { readonly kind: 'reduce'; readonly combine: 'sum' | 'max'; readonly x: Strided; readonly axes: readonly number[] }
  | { readonly kind: 'join'; parts: readonly Part[] }
  | { readonly kind: 'scatter'; readonly indices: Strided; readonly x: Strided; readonly scale: number }
  | { readonly kind: 'product'; readonly a: Strided; readonly b: Strided; readonly scale: number; readonly bias?: Strided }
  | { readonly kind: 'attend'; readonly of: Attention }
  | { readonly kind: 'attend-gradient'; readonly of: Attention & { readonly y: Strided; readonly dy: Strided } };

export interface Attention {
  readonly q: Strided;
  readonly k: Strided;
  readonly v: Strided;
  readonly bias?: Strided;
  readonly scale: number;
  readonly causal: boolean;
}

/** Where one part of a join lies in it: `block` elements of the part at a time, `row` apart, the first at `offset`. */
export interface Part {
  readonly x: Strided;
  readonly place: Place;
}

export interface Place {
  readonly block: number;
  readonly row: number;
  readonly offset: number;
}

/** One output of a source, an array in memory. */
export interface Value {
  /** Its place in the list. */
  id: number;
  readonly source: Source;
  /** Which output of its source it is; sources with several are `attend` and `attend-gradient`. */
  readonly index: number;
  readonly shape: Shape;
  readonly dtype: DType;
  /** How its own shape lies in memory: row by row, but for attention, whose heads lie side by side in a row of features. */
  readonly strides: readonly number[];
}

export const isPicked = (operand: Operand): operand is Picked => typeof operand === 'object' && 'table' in operand;
export const isStrided = (operand: Operand): operand is Strided => typeof operand === 'object' && 'value' in operand;

/** Views that an operand reads. */
export const viewsOf = (operand: Operand): readonly Strided[] =>
  isPicked(operand) ? [operand.table, operand.indices] : isStrided(operand) ? [operand] : [];

/** Views that a source reads, in no order that matters. */
export function reads(source: Source): readonly Strided[] {
  switch (source.kind) {
    case 'input':
    case 'constant':
      return [];
    case 'map':
      return source.args.flatMap(viewsOf);
    case 'reduce':
      return [source.x];
    case 'join':
      return source.parts.map(({ x }) => x);
    case 'scatter':
      return [source.indices, source.x];
    case 'product':
      return [source.a, source.b, ...(source.bias ? [source.bias] : [])];
    default:
      return Object.values(source.of).filter((item): item is Strided => typeof item === 'object');
  }
}
