/** Next-character prediction on a text: any UTF-8, split by position, characters as tokens. */
import { UserError } from '../core/errors.ts';
import { random } from '../core/random.ts';
import { bigramEntropy } from './bigram.ts';
import { equalWeights, type Task, type TaskDefinition, type TaskNote } from './types.ts';
import { buildVocabulary, codePoints, encode } from './vocabulary.ts';

const defaultCap = 4096;
const defaultShare = 0.1;

export const text: TaskDefinition = {
  id: 'text',
  title: { en: 'next character of a text', zh: '预测文本的下一个字符' },
  create: (config, seqLen, source = '') => {
    const characters = codePoints(source);
    const validationLength = Math.round(characters.length * (config.validationShare ?? defaultShare));
    const needed = seqLen + 1;
    if (characters.length - validationLength < needed || validationLength < needed) {
      throw new UserError('error.textTooShort', {
        given: characters.length,
        expected: minimumLength(seqLen, config.validationShare ?? defaultShare),
        seqLen,
      });
    }
    const training = characters.subarray(0, characters.length - validationLength);
    const vocabulary = buildVocabulary(training, config.vocabCap ?? defaultCap);
    const [train, validation] = [encode(vocabulary, training), encode(vocabulary, characters.subarray(training.length))];
    return {
      vocabSize: vocabulary.size,
      trainTokens: train.length,
      bigramEntropy: bigramEntropy(train, validation, vocabulary.size),
      notes: notes(characters.length, vocabulary),
      train: (seed, step, batchSize) => {
        const stream = random(seed, `data/${step}`);
        return windows(
          train,
          seqLen,
          Array.from({ length: batchSize }, () => stream.integer(train.length - seqLen)),
        );
      },
      validation: (index, batchSize) => windows(validation, seqLen, spread(validation.length - seqLen, index, batchSize, seqLen)),
    } satisfies Task;
  },
};

/** Shortest text whose two splits each hold one window. */
const minimumLength = (seqLen: number, share: number): number => Math.ceil((seqLen + 1.5) / Math.min(share, 1 - share));

function notes(length: number, { size, replaced }: { size: number; replaced: number }): TaskNote[] {
  const found: TaskNote[] = [{ key: 'note.textLength', values: { length, vocabSize: size } }];
  if (replaced > 0) found.push({ key: 'note.vocabCapped', values: { replaced, vocabSize: size } });
  if (length < 20_000) found.push({ key: 'note.shortText', values: { length } });
  return found;
}

/** Starts of non-overlapping windows walked through in a fixed stride, so that few batches already see the whole split. */
function spread(starts: number, index: number, batchSize: number, seqLen: number): number[] {
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

function windows(data: Int32Array, seqLen: number, starts: readonly number[]) {
  const tokens = new Int32Array(starts.length * seqLen);
  const targets = new Int32Array(starts.length * seqLen);
  starts.forEach((start, row) => {
    tokens.set(data.subarray(start, start + seqLen), row * seqLen);
    targets.set(data.subarray(start + 1, start + 1 + seqLen), row * seqLen);
  });
  return { tokens, targets, weights: equalWeights(() => true, tokens.length) };
}
