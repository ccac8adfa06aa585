/** How elements of one array lie in another: evaluation of ops that broadcast, reorder or reduce. */
import { type Shape, size } from '../tensor.ts';

/** For each element of `shape`, row by row, Σ place × stride: where it lies in the array that has these strides. */
export function stridedIndices(shape: Shape, strides: readonly number[]): Int32Array {
  const indices = new Int32Array(size(shape));
  const place = shape.map(() => 0);
  let index = 0;
  for (let flat = 0; flat < indices.length; flat++) {
    indices[flat] = index;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index += strides[axis];
      place[axis]++;
      if (place[axis] < shape[axis]) break;
      index -= place[axis] * strides[axis];
      place[axis] = 0;
    }
  }
  return indices;
}

/** Steps from one element to the next along each axis of an array of this shape. */
export const stridesOf = (shape: Shape): number[] => shape.map((_, axis) => size(shape.slice(axis + 1)));

/** The data of an array of shape `from` as it is repeated to fill `to`, by NumPy's rules. */
export function broadcast(data: Float64Array, from: Shape, to: Shape): Float64Array {
  if (data.length === size(to)) return data;
  const own = stridesOf(from);
  const lead = to.length - from.length;
  const indices = stridedIndices(
    to,
    to.map((_, axis) => (axis < lead || from[axis - lead] === 1 ? 0 : own[axis - lead])),
  );
  return new Float64Array(indices.length).map((_, flat) => data[indices[flat]]);
}
