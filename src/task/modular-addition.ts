/** a + b = c (mod p): three tokens in, the sum out. A fixed half of all pairs is held out. */
import { UserError } from '../core/errors.ts';
import { random } from '../core/random.ts';
import { type Batch, equalWeights, type TaskDefinition } from './types.ts';

const defaultModulus = 31;
const seqLen = 3;

export const modularAddition: TaskDefinition = {
  id: 'modular-addition',
  title: { en: 'addition modulo a number', zh: '模加法' },
  fixedSeqLen: () => seqLen,
  create: ({ modulus = defaultModulus }) => {
    if (modulus < 3) throw new UserError('error.modulus', { given: modulus });
    const pairs = shuffledPairs(modulus);
    const half = Math.ceil(pairs.length / 2);
    const [train, held] = [pairs.slice(0, half), pairs.slice(half)];
    return {
      vocabSize: modulus + 1,
      trainTokens: train.length * seqLen,
      bigramEntropy: null,
      notes: [],
      train: (seed, step, batchSize) => {
        const stream = random(seed, `data/${step}`);
        return sums(
          Array.from({ length: batchSize }, () => train[stream.integer(train.length)] as number),
          modulus,
        );
      },
      validation: (index, batchSize) =>
        sums(
          Array.from({ length: batchSize }, (_, i) => held[(index * batchSize + i) % held.length] as number),
          modulus,
        ),
    };
  },
};

/** All pairs a·p + b in one fixed random order, the same for every run. */
function shuffledPairs(modulus: number): number[] {
  const stream = random(0, `modular-addition/${modulus}`);
  const pairs = Array.from({ length: modulus * modulus }, (_, i) => i);
  for (let i = pairs.length - 1; i > 0; i--) {
    const j = stream.integer(i + 1);
    [pairs[i], pairs[j]] = [pairs[j] as number, pairs[i] as number];
  }
  return pairs;
}

function sums(pairs: readonly number[], modulus: number): Batch {
  const tokens = Int32Array.from(pairs.flatMap((pair) => [Math.floor(pair / modulus), pair % modulus, modulus]));
  const targets = Int32Array.from(
    pairs.flatMap((pair) => {
      const [a, b] = [Math.floor(pair / modulus), pair % modulus];
      return [b, modulus, (a + b) % modulus];
    }),
  );
  return { tokens, targets, weights: equalWeights((flat) => flat % seqLen === seqLen - 1, tokens.length) };
}
