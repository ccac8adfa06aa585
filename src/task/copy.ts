/** Random symbols, a separator, and the same symbols again; only the repetition counts. */
import { UserError } from '../core/errors.ts';
import { type Random, random } from '../core/random.ts';
import { type Batch, equalWeights, type TaskDefinition } from './types.ts';

const defaultSymbols = 8;

export const copy: TaskDefinition = {
  id: 'copy',
  title: { en: 'copy a random sequence', zh: '复制随机序列' },
  create: ({ symbols = defaultSymbols }, seqLen) => {
    if (seqLen < 2) throw new UserError('error.copyContext', { given: seqLen });
    return {
      vocabSize: symbols + 1,
      trainTokens: null,
      bigramEntropy: null,
      notes: [],
      train: (seed, step, batchSize) => copies(random(seed, `data/${step}`), symbols, seqLen, batchSize),
      validation: (index, batchSize) => copies(random(0, `copy/validation/${index}`), symbols, seqLen, batchSize),
    };
  },
};

/** The sequence s separator s, cut to seqLen + 1 tokens; the separator is the last token of the vocabulary. */
function copies(stream: Random, symbols: number, seqLen: number, batchSize: number): Batch {
  const half = Math.ceil(seqLen / 2);
  const [tokens, targets] = [new Int32Array(batchSize * seqLen), new Int32Array(batchSize * seqLen)];
  for (let row = 0; row < batchSize; row++) {
    const word = Array.from({ length: half }, () => stream.integer(symbols));
    const sequence = [...word, symbols, ...word];
    tokens.set(sequence.slice(0, seqLen), row * seqLen);
    targets.set(sequence.slice(1, seqLen + 1), row * seqLen);
  }
  return { tokens, targets, weights: equalWeights((flat) => flat % seqLen >= half, tokens.length) };
}
