/** Tasks of the kind "random word, separator, answer": the answer is a rearrangement of the word, and only it counts. */
import { UserError } from '../../core/errors.ts';
import { number, optionValues } from '../../core/options.ts';
import type { TaskDefinition } from '../types.ts';
import { generated } from './generated.ts';
import { nextToken } from './next-token.ts';
import { tokenShape } from './shape.ts';

const options = {
  symbols: number(8, { en: 'different symbols of a word', zh: '一个词中不同符号的个数' }, { min: 2, max: 1000, integer: true }),
};

type Described = Pick<TaskDefinition, 'id' | 'title' | 'format' | 'paper'>;

/** The sequence word, separator, answer is cut to seqLen + 1 tokens; the separator is the last token of the vocabulary. */
export const transduction = (described: Described, answer: (word: readonly number[]) => readonly number[]): TaskDefinition => ({
  ...described,
  architectures: ['decoder'],
  options,
  create: (config, seqLen) => {
    const { symbols } = optionValues(options, config);
    if (seqLen < 2) throw new UserError('error.taskContext', { task: described.id, given: seqLen, expected: 2 });
    const half = Math.ceil(seqLen / 2);
    return {
      ...tokenShape(symbols + 1),
      notes: [],
      ...generated(described.id, (stream, batchSize) => {
        const words = Array.from({ length: batchSize }, () => Array.from({ length: half }, () => stream.integer(symbols)));
        return nextToken(
          words.map((word) => [...word, symbols, ...answer(word)].slice(0, seqLen + 1)),
          (place) => place >= half,
        );
      }),
    };
  },
});
