import { expect, it } from 'vitest';
import { largestEigenvalue } from '../../../src/probe/dominant.ts';

const start = Float64Array.of(1, 0.5, -0.3, 0.8);
const options = { start, tolerance: 1e-10, limit: 500 };
/** A matrix with these eigenvalues along the Haar vectors of length 4. */
const haar = [
  [0.5, 0.5, 0.5, 0.5],
  [0.5, 0.5, -0.5, -0.5],
  [Math.SQRT1_2, -Math.SQRT1_2, 0, 0],
  [0, 0, Math.SQRT1_2, -Math.SQRT1_2],
];
const matrix = (eigenvalues: readonly number[]) => async (v: Float64Array) => {
  const image = new Float64Array(4);
  haar.forEach((axis, k) => {
    const along = axis.reduce((total, value, i) => total + value * (v[i] as number), 0);
    axis.forEach((value, i) => {
      image[i] = (image[i] as number) + (eigenvalues[k] as number) * along * value;
    });
  });
  return image;
};

it.each([
  [[5, 2, 1, -3], 5],
  [[-7, 2, 1, 0.5], 2],
  [[-7, -2, -1, -3], -1],
])('of %j is %d', async (eigenvalues, largest) => {
  const found = await largestEigenvalue(matrix(eigenvalues), options);
  expect(found.value).toBeCloseTo(largest, 6);
  expect(found.settled).toBe(true);
});

it('says when it has not settled', async () => {
  const found = await largestEigenvalue(matrix([1, 0.999, 0.998, 0]), { ...options, tolerance: 0, limit: 3 });
  expect(found).toMatchObject({ products: 3, settled: false });
});

it('is 0 of nothing', async () => {
  expect(await largestEigenvalue(async (v) => v.map(() => 0), options)).toEqual({ value: 0, products: 1, settled: true });
});
