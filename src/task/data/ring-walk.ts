/**
 * Markov chains that differ in their order only. Symbols lie on a ring; chain c takes steps of c + 1, or with probability `noise`
 * goes anywhere. Every chain visits every symbol equally often at every place, so symbol frequencies tell them apart no better than chance.
 */
import { type Random, random } from '../../core/random.ts';

export interface RingWalks {
  readonly symbols: number;
  readonly chains: number;
  readonly noise: number;
}

export function ringWalk({ symbols, noise }: RingWalks, chain: number, length: number, stream: Random): number[] {
  let at = stream.integer(symbols);
  return Array.from({ length }, (_, i) => {
    if (i > 0) at = stream.uniform() < noise ? stream.integer(symbols) : (at + chain + 1) % symbols;
    return at;
  });
}

/** Probability of each chain for a walk, all being equally likely before. */
export function posterior({ symbols, chains, noise }: RingWalks, walk: readonly number[]): number[] {
  const [usual, other] = [1 - noise + noise / symbols, noise / symbols];
  const logs = Array.from({ length: chains }, (_, chain) =>
    walk.reduce((sum, at, i) => {
      if (i === 0) return sum;
      return sum + Math.log(at === ((walk[i - 1] as number) + chain + 1) % symbols ? usual : other);
    }, 0),
  );
  const highest = Math.max(...logs);
  const shares = logs.map((log) => Math.exp(log - highest));
  const total = shares.reduce((a, b) => a + b, 0);
  return shares.map((share) => share / total);
}

const sample = 1024;

/** Loss and accuracy of the best possible guess, over a fixed sample of walks. */
export function bestGuess(walks: RingWalks, length: number): { readonly loss: number; readonly accuracy: number } {
  const stream = random(0, 'classification/best');
  let [loss, right] = [0, 0];
  for (let i = 0; i < sample; i++) {
    const chain = i % walks.chains;
    const guess = posterior(walks, ringWalk(walks, chain, length, stream));
    loss -= Math.log(guess[chain] as number);
    if (guess.indexOf(Math.max(...guess)) === chain) right++;
  }
  return { loss: loss / sample, accuracy: right / sample };
}
