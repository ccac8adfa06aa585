/** From a program to values: each op says its own lowering; what a form of its own makes cheaper is decided here, once for all ops. */
import type { AttendViews, ElementFunction, Lowering, View } from '../../graph/lowering.ts';
import type { Program } from '../../graph/program.ts';
import { broadcastShapes, type DType, type Node, type Shape, size, type Tensor } from '../../graph/tensor.ts';
import type { Attention, Operand, Source, Strided, Value } from './value.ts';
import { expanded, reshaped, sliced, stridesOf, transposed, whole } from './view.ts';

export interface Lowered {
  /** What is read stands before what reads it. */
  readonly values: readonly Value[];
  readonly outputs: readonly { readonly name: string; readonly view: Strided }[];
}

export function lower(program: Program): Lowered {
  const writer = new Writer();
  for (const node of program.nodes) writer.add(node);
  return { values: writer.values, outputs: program.outputs.map(({ name, tensor }) => ({ name, view: writer.of(tensor) })) };
}

/** A view as the interface hides it from ops. */
const own = (view: View): Strided => view as Strided;

class Writer implements Lowering {
  readonly values: Value[] = [];
  private readonly views = new Map<Tensor, Strided>();
  /** Values that are one-hot rows, and the indices they are of: see {@link product}. */
  private readonly hot = new Map<Value, Strided>();
  private readonly iotas = new Map<number, Strided>();

  add(node: Node): void {
    if (node.op === 'input' || node.op === 'constant') {
      const [tensor] = node.outputs as [Tensor];
      const source: Source =
        node.op === 'input'
          ? { kind: 'input', name: String(node.attributes.name) }
          : { kind: 'constant', data: node.attributes.data as Float64Array };
      this.views.set(tensor, this.value(source, tensor.shape, { dtype: tensor.dtype }));
      return;
    }
    const outputs = node.graph.op(node.op).lower(this, node);
    node.outputs.forEach((tensor, i) => {
      this.views.set(tensor, own(outputs[i] as View));
    });
  }

  of = (tensor: Tensor): Strided => this.views.get(tensor) as Strided;

  map(f: ElementFunction, ...args: readonly (View | number)[]): Strided {
    const shapes = args.map((arg) => (typeof arg === 'number' ? [] : arg.shape));
    const shape = shapes.reduce((a, b) => broadcastShapes(a, b), []);
    return this.elements(
      f,
      args.map((arg) => number(arg) ?? expanded(own(arg as View), shape)),
      shape,
    );
  }

  reduce(combine: 'sum' | 'max', x: View, axes: readonly number[], keepDims = false): Strided {
    const kept = x.shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent));
    // One alone is its own sum and the largest of all.
    if (axes.every((axis) => x.shape[axis] === 1)) return this.floats(own(keepDims ? x : this.reshape(x, without(x.shape, axes))));
    const value = this.value({ kind: 'reduce', combine, x: own(x), axes }, kept);
    return keepDims ? value : this.reshape(value, without(x.shape, axes));
  }

  reshape(x: View, shape: Shape): Strided {
    return reshaped(own(x), shape) ?? (reshaped(this.map('copy', x), shape) as Strided);
  }

  transpose = (x: View, order: readonly number[]): Strided => transposed(own(x), order);
  expand = (x: View, shape: Shape): Strided => expanded(own(x), shape);
  slice = (x: View, axis: number, start: number, length: number): Strided => sliced(own(x), axis, start, length);

  join(parts: readonly View[], axis: number): Strided {
    const [first] = parts as [View];
    const shape = first.shape.map((extent, own) =>
      own === axis ? parts.reduce((sum, part) => sum + (part.shape[axis] as number), 0) : extent,
    );
    const inner = size(shape.slice(axis + 1));
    const row = (shape[axis] as number) * inner;
    let offset = 0;
    const placed = parts.map((part) => {
      const block = (part.shape[axis] as number) * inner;
      offset += block;
      return { x: own(part), place: { block, row, offset: offset - block } };
    });
    return this.value({ kind: 'join', parts: placed }, shape, { dtype: own(first).value.dtype });
  }

  product(a: View, b: View, { scale = 1, bias }: { readonly scale?: number; readonly bias?: View } = {}): Strided {
    const [left, right] = [own(a), own(b)];
    const [rows, inner] = left.shape.slice(-2) as [number, number];
    const columns = right.shape.at(-1) as number;
    const indices = this.hot.get(left.value);
    // One-hot rows, transposed: rows of b are added up where their index says, and the zeros are never multiplied.
    if (indices && left.shape.length === 2 && left.strides[0] === 1 && left.strides[1] === rows && size(indices.shape) === inner && !bias) {
      return this.value({ kind: 'scatter', indices: this.reshape(indices, [inner]), x: right, scale }, [rows, columns]);
    }
    // A single column is a weighted sum of each row, which fuses with what stands around it.
    if (columns === 1 && !bias) {
      const weights = this.reshape(right, [...right.shape.slice(0, -2), 1, inner]);
      const total = this.reduce('sum', this.map('mul', left, weights), [left.shape.length - 1], true);
      return scale === 1 ? total : this.map('mul', total, scale);
    }
    const shape = [...left.shape.slice(0, -1), columns];
    return this.value(
      { kind: 'product', a: this.floats(left), b: this.floats(right), scale, ...(bias && { bias: this.floats(own(bias)) }) },
      shape,
    );
  }

  gather(table: View, indices: View): Strided {
    const [rows, width] = table.shape as [number, number];
    const shape = [...indices.shape, width];
    const picked = own(table);
    const columns: Strided = { ...picked, shape, strides: [...indices.shape.map(() => 0), picked.strides[1] as number] };
    const rowStride = picked.strides[0] as number;
    const index: Strided = expanded({ ...own(indices), shape: [...indices.shape, 1], strides: [...own(indices).strides, 0] }, shape);
    return this.elements('copy', [{ table: columns, indices: index, rows, rowStride }], shape);
  }

  oneHot(indices: View, depth: number): Strided {
    const column: Strided = { ...own(indices), shape: [...indices.shape, 1], strides: [...own(indices).strides, 0] };
    const result = this.map('equal', column, this.iota(depth));
    this.hot.set(result.value, own(indices));
    return result;
  }

  attend(views: AttendViews): readonly [Strided, Strided] {
    const [batch, heads, length, features] = views.q.shape as [number, number, number, number];
    const of = this.attention(views);
    const source: Source = { kind: 'attend', of };
    const y = this.value(source, views.q.shape, { strides: besideHeads(heads, length, features) });
    return [y, this.value(source, [batch, heads, length, views.k.shape[2] as number], { index: 1 })];
  }

  attendGradient(views: AttendViews & { readonly y: View; readonly dy: View }): readonly [Strided, Strided, Strided] {
    const source: Source = { kind: 'attend-gradient', of: { ...this.attention(views), y: this.rows(views.y), dy: this.rows(views.dy) } };
    const gradient = ({ shape }: View, index: number): Strided => {
      const [, heads, length, features] = shape as [number, number, number, number];
      return this.value(source, shape, { index, strides: besideHeads(heads, length, features) });
    };
    return [gradient(views.q, 0), gradient(views.k, 1), gradient(views.v, 2)];
  }

  private attention({ q, k, v, bias, scale, causal }: AttendViews): Attention {
    return { q: this.rows(q), k: this.rows(k), v: this.rows(v), ...(bias && { bias: this.rows(bias) }), scale, causal };
  }

  /** A view whose last axis lies side by side, copied where it does not. */
  private rows(x: View): Strided {
    const view = this.floats(own(x));
    return view.strides.at(-1) === 1 || view.shape.at(-1) === 1 ? view : this.map('copy', view);
  }

  /** Kernels of their own read floats only. */
  private floats = (view: Strided): Strided => (view.value.dtype === 'float' ? view : this.map('copy', view));

  private iota(length: number): Strided {
    const known = this.iotas.get(length) ?? this.value({ kind: 'constant', data: Float64Array.from({ length }, (_, i) => i) }, [length]);
    this.iotas.set(length, known);
    return known;
  }

  private elements = (f: ElementFunction, args: readonly Operand[], shape: Shape): Strided => this.value({ kind: 'map', f, args }, shape);

  private value(
    source: Source,
    shape: Shape,
    { dtype = 'float', index = 0, strides = stridesOf(shape) }: { dtype?: DType; index?: number; strides?: readonly number[] } = {},
  ): Strided {
    const value: Value = { id: this.values.length, source, index, shape, dtype, strides };
    this.values.push(value);
    return whole(value);
  }
}

const without = (shape: Shape, axes: readonly number[]): Shape => shape.filter((_, axis) => !axes.includes(axis));

/** [batch, heads, length, features] with the features of all heads of a position side by side, as the projections around attention have them. */
const besideHeads = (heads: number, length: number, features: number): readonly number[] => [
  length * heads * features,
  features,
  heads * features,
  1,
];

/** A constant of one number is that number. */
function number(arg: View | number): number | undefined {
  if (typeof arg === 'number') return arg;
  const { source } = own(arg).value;
  return source.kind === 'constant' && source.data.length === 1 ? source.data[0] : undefined;
}
