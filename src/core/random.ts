/** Seeded random numbers, split by name: every stream is a function of (seed, name), so adding one never moves another. */
import { randomNormal } from 'd3-random';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { hash } from './hash.ts';

export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Integer in [0, below). */
  integer(below: number): number;
  /** 32 random bits as a signed integer; the fast path for masks. */
  bits(): number;
}

/** The random stream called `name` under `seed`. */
export function random(seed: number, name: string): Random {
  const digest = hash(`${seed}/${name}`);
  // All 128 bits of state from the hash: streams with near names share nothing.
  const generator = xoroshiro128plusFromState([0, 8, 16, 24].map((at) => Number.parseInt(digest.slice(at, at + 8), 16) | 0));
  const uniform = () => uniformFloat64(generator);
  return {
    uniform,
    normal: randomNormal.source(uniform)(),
    integer: (below) => Math.floor(uniform() * below),
    bits: () => generator.next(),
  };
}
