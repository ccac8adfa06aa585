/** The rising sequence nearest to what was observed. */

/**
 * Least-squares non-decreasing fit with weights, by pooling neighbours that fall (pool adjacent violators). Equal to the values
 * where they already rise. Ayer et al. 1955.
 */
export function isotonic(values: readonly number[], weights: readonly number[]): number[] {
  const pools: { value: number; weight: number; size: number }[] = [];
  values.forEach((value, i) => {
    let pool = { value, weight: weights[i], size: 1 };
    for (let last = pools.at(-1); last && last.value > pool.value; last = pools.at(-1)) {
      const weight = last.weight + pool.weight;
      pool = { value: (last.value * last.weight + pool.value * pool.weight) / weight, weight, size: last.size + pool.size };
      pools.pop();
    }
    pools.push(pool);
  });
  return pools.flatMap(({ value, size }) => new Array<number>(size).fill(value));
}
