import type { Random } from '../../core/random.ts';

/** 0 to count - 1 in random order (Fisher and Yates). */
export function shuffled(count: number, stream: Random): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = stream.integer(i + 1);
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}
