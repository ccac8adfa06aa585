export interface Moments {
  readonly mean: number;
  readonly deviation: number;
}

/** Mean and standard deviation of all numbers of all rows; a deviation of 0 is taken as 1. */
export function moments(rows: Iterable<ArrayLike<number>>): Moments {
  let [count, sum, squares] = [0, 0, 0];
  for (const row of rows) {
    count += row.length;
    for (let i = 0; i < row.length; i++) {
      const value = row[i] as number;
      sum += value;
      squares += value * value;
    }
  }
  const mean = sum / count;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / count - mean * mean)) || 1 };
}
