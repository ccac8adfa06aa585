/**
 * Wilson's interval of a proportion, 95% unless told; sound at 0 and at n too. With q = successes / n the ends are
 * (q + z²/2n ± z √(q(1 − q)/n + z²/4n²)) / (1 + z²/n). Wilson 1927, Probable Inference; Newcombe 1998, method 3.
 */
export function wilson(successes: number, n: number, z = 1.959963984540054): { rate: number; low: number; high: number } {
  const rate = successes / n;
  const center = (rate + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((rate * (1 - rate)) / n + (z * z) / (4 * n * n));
  return { rate, low: Math.max(0, center - half), high: Math.min(1, center + half) };
}
