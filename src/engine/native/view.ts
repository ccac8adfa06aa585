/** Views without copies: reshape, transpose, expand and slice by strides alone. */
import { stridesOf } from '../../graph/op/strides.ts';
import { type Shape, size } from '../../graph/tensor.ts';
import type { Strided, Value } from './value.ts';

export { stridesOf };

export const whole = (value: Value): Strided => ({ value, shape: value.shape, strides: value.strides, offset: 0 });

export const transposed = ({ value, shape, strides, offset }: Strided, order: readonly number[]): Strided => ({
  value,
  shape: order.map((axis) => shape[axis] as number),
  strides: order.map((axis) => strides[axis] as number),
  offset,
});

/** By NumPy's rules: repeated axes have stride 0. */
export function expanded({ value, shape: from, strides, offset }: Strided, shape: Shape): Strided {
  const lead = shape.length - from.length;
  const stride = (_: number, axis: number) => (axis < lead || from[axis - lead] === 1 ? 0 : (strides[axis - lead] as number));
  return { value, shape, strides: shape.map(stride), offset };
}

export const sliced = ({ value, shape, strides, offset }: Strided, axis: number, start: number, length: number): Strided => ({
  value,
  shape: shape.map((extent, own) => (own === axis ? length : extent)),
  strides,
  offset: offset + start * (strides[axis] as number),
});

/** The same elements in the same order under another shape; undefined where that takes a copy. */
export function reshaped({ value, shape: from, strides, offset }: Strided, shape: Shape): Strided | undefined {
  const dims = restrided(from, strides, shape);
  return dims && { value, shape, strides: dims, offset };
}

/** Strides of `shape` over the elements that lie by `strides` in shape `from`. */
export function restrided(from: Shape, strides: readonly number[], shape: Shape): number[] | undefined {
  const old = coalesced(from, strides);
  const result: number[] = new Array(shape.length).fill(0);
  let [at, left, stride] = [old.length, 1, 0];
  // From the last axis on: `left` elements of the old axis at hand are still to be named, `stride` apart.
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const extent = shape[axis] as number;
    if (extent === 1) continue;
    let covered = 1;
    let first: number | undefined;
    while (covered < extent) {
      if (left === 1) {
        at--;
        if (at < 0) return undefined;
        [left, stride] = old[at] as readonly [number, number];
      }
      // What joins must go on where the last left off.
      if (first === undefined) first = stride;
      else if (stride !== first * covered) return undefined;
      const rest = extent / covered;
      const taken = Math.min(rest, left);
      if (rest % taken !== 0 || left % taken !== 0) return undefined;
      covered *= taken;
      left /= taken;
      stride *= taken;
    }
    result[axis] = first as number;
  }
  return left === 1 && at === 0 ? result : undefined;
}

/** Extents and strides of axes, neighbours that walk as one joined. */
function coalesced(shape: Shape, strides: readonly number[]): (readonly [number, number])[] {
  const axes: (readonly [number, number])[] = [];
  shape.forEach((extent, axis) => {
    if (extent === 1) return;
    const stride = strides[axis] as number;
    const [outer, step] = axes.at(-1) ?? [0, 0];
    if (axes.length > 0 && step === stride * extent) axes[axes.length - 1] = [outer * extent, stride];
    else axes.push([extent, stride]);
  });
  return axes;
}

/** Whether the view is its whole value as it lies in memory, element after element. */
export const isDense = ({ value, shape, strides, offset }: Strided): boolean =>
  offset === 0 && size(shape) === size(value.shape) && restrided(shape, strides, [size(shape)])?.[0] === (size(shape) === 1 ? 0 : 1);
