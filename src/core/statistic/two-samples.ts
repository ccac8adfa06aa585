/** Two groups of runs that share no seeds: if the arms are alike, any split of the runs was as likely. */
import { type PermutationOptions, type PermutationTest, permutationTest } from './permutation.ts';

/** n over k. */
export function choose(n: number, k: number): number {
  let count = 1;
  for (let i = 1; i <= k; i++) count = (count * (n - k + i)) / i;
  return Math.round(count);
}

/** Sums of every k of the values from `at` on. */
function* sums(values: readonly number[], k: number, at = 0, sum = 0): Generator<number> {
  if (k === 0) yield sum;
  else for (let i = at; i <= values.length - k; i++) yield* sums(values, k - 1, i + 1, sum + values[i]);
}

/** Two-sided p of the sum of `a` under every split of a and b, or under drawn ones; null when a group is empty. */
export function splitTest(a: readonly number[], b: readonly number[], options: PermutationOptions = {}): PermutationTest | null {
  if (a.length === 0 || b.length === 0) return null;
  const values = [...a, ...b];
  const [n, k] = [values.length, a.length];
  const expected = (values.reduce((x, y) => x + y, 0) * k) / n;
  const distance = (sum: number) => Math.abs(sum - expected);
  return permutationTest(
    distance(a.reduce((x, y) => x + y, 0)),
    {
      count: choose(n, k),
      scale: values.reduce((total, value) => total + Math.abs(value), 0),
      *all() {
        for (const sum of sums(values, k)) yield distance(sum);
      },
      draw: (stream) => {
        const pool = [...values];
        let sum = 0;
        for (let i = 0; i < k; i++) {
          const at = i + stream.integer(n - i);
          [pool[i], pool[at]] = [pool[at], pool[i]];
          sum += pool[i];
        }
        return distance(sum);
      },
    },
    options,
  );
}
