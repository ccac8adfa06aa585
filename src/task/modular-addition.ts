/**
 * a + b = c (mod p): three tokens in, the sum out. A fixed half of all pairs is held out.
 * A uniform guess costs ln(modulus + 1) nats, one among the numbers ln(modulus); adding costs 0.
 */
import { UserError } from '../core/errors.ts';
import { number, optionValues } from '../core/options.ts';
import { random } from '../core/random.ts';
import { nextToken } from './data/next-token.ts';
import { tokenShape } from './data/shape.ts';
import { shuffled } from './data/shuffle.ts';
import type { Batch, TaskDefinition } from './types.ts';

const options = { modulus: number(31, { en: 'the modulus p', zh: '模数 p' }, { min: 3, max: 997, integer: true }) };
const seqLen = 3;

export const modularAddition: TaskDefinition = {
  id: 'modular-addition',
  title: { en: 'addition modulo a number', zh: '模加法' },
  format: { en: 'a b = → (a + b) mod p; only the answer counts', zh: 'a b = → (a + b) mod p；只计答案' },
  paper: {
    text: 'Power et al. 2022, Grokking: Generalization Beyond Overfitting on Small Algorithmic Datasets',
    url: 'https://arxiv.org/abs/2201.02177',
  },
  architectures: ['decoder'],
  options,
  fixedSeqLen: () => seqLen,
  create: (config) => {
    const { modulus } = optionValues(options, config);
    if (modulus < 3) throw new UserError('error.modulus', { given: modulus });
    // All pairs a·p + b in one fixed random order, the same for every run.
    const pairs = shuffled(modulus * modulus, random(0, `modular-addition/${modulus}`));
    const half = Math.ceil(pairs.length / 2);
    const [train, held] = [pairs.slice(0, half), pairs.slice(half)];
    return {
      ...tokenShape(modulus + 1),
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

const sums = (pairs: readonly number[], modulus: number): Batch =>
  nextToken(
    pairs.map((pair) => {
      const [a, b] = [Math.floor(pair / modulus), pair % modulus];
      return [a, b, modulus, (a + b) % modulus];
    }),
    (place) => place === seqLen - 1,
  );
