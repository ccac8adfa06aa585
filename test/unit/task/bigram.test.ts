import { describe, expect, it } from 'vitest';
import { bigramEntropy } from '../../../src/task/data/bigram.ts';

describe('bigram entropy', () => {
  it('is the smoothed cross-entropy, by hand', () => {
    // Training a b a b b: followers of a are b, b; of b are a, b. Unigram counts with one added: a 2, b 4 of 6 (a begins the text).
    const [a, b] = [0, 1];
    const training = Int32Array.of(a, b, a, b, b);
    const [pa, pb] = [2 / 6, 4 / 6];
    const ab = (2 + 1 * pb) / (2 + 1);
    const ba = (1 + 2 * pa) / (2 + 2);
    const bb = (1 + 2 * pb) / (2 + 2);
    const aa = (0 + 1 * pa) / (2 + 1);
    const validation = Int32Array.of(a, b, b, a, a);
    const expected = -(Math.log(ab) + Math.log(bb) + Math.log(ba) + Math.log(aa)) / 4;
    expect(bigramEntropy(training, validation, 2)).toBeCloseTo(expected, 14);
  });

  it('falls back to single characters after one that never had a follower', () => {
    const training = Int32Array.of(0, 0, 1);
    // Unigram counts with one added over three tokens: 0 has 2, 1 has 2, 2 has 1.
    expect(bigramEntropy(training, Int32Array.of(1, 2), 3)).toBeCloseTo(-Math.log(1 / 5), 14);
  });

  it('is a distribution over what follows', () => {
    const training = Int32Array.from('0112012221020', Number);
    for (const before of [0, 1, 2]) {
      const total = [0, 1, 2].reduce((sum, next) => sum + Math.exp(-bigramEntropy(training, Int32Array.of(before, next), 3)), 0);
      expect(total).toBeCloseTo(1, 12);
    }
  });
});
