/** Where windows of a long sequence begin. */
import type { Random } from '../../core/random.ts';

export const randomStarts = (stream: Random, starts: number, batchSize: number): number[] =>
  Array.from({ length: batchSize }, () => stream.integer(starts));

/** Starts of non-overlapping windows walked through in a fixed stride, so that few batches already see the whole split. */
export function spreadStarts(starts: number, index: number, batchSize: number, seqLen: number): number[] {
  const count = Math.max(1, Math.floor(starts / seqLen));
  const stride = coprimeNear(Math.floor(count * 0.618) || 1, count);
  return Array.from({ length: batchSize }, (_, i) => (((index * batchSize + i) * stride) % count) * seqLen);
}

function coprimeNear(candidate: number, modulus: number): number {
  const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
  let value = candidate;
  while (gcd(value, modulus) !== 1) value++;
  return value;
}
