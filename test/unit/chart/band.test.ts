/** The band of the lab's curves: over all seeds of an arm. */
import { expect, it } from 'vitest';
import { bandOf } from '../../../app/src/race/curves.ts';

it('goes from the lowest to the highest seed, around their mean', () => {
  const runs = [1, 2, 6].map((loss) => ({ losses: [loss, loss] }));
  const band = bandOf({ runs }, 2);
  const rounded = Object.fromEntries(
    Object.entries(band).map(([key, values]) => [key, values.map((value: number | null) => Number(value?.toFixed(9)))]),
  );
  expect(rounded).toEqual({ mean: [3, 3], low: [1, 1], high: [6, 6] });
});
