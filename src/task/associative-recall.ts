/**
 * Pairs of a key and a value, then one of the keys: its value is asked for, and only that counts.
 * Keys of a sequence differ; values may repeat. A uniform guess costs ln(keys + values) nats, one among the values ln(values);
 * recall costs 0.
 */
import { UserError } from '../core/errors.ts';
import { number, optionValues } from '../core/options.ts';
import { generated } from './data/generated.ts';
import { nextToken } from './data/next-token.ts';
import { tokenShape } from './data/shape.ts';
import { shuffled } from './data/shuffle.ts';
import type { TaskDefinition } from './types.ts';

const options = {
  pairs: number(8, { en: 'pairs in a sequence', zh: '一条序列中的键值对数' }, { min: 1, max: 1000, integer: true }),
  keys: number(26, { en: 'different keys', zh: '不同的键的个数' }, { min: 1, max: 1000, integer: true }),
  values: number(10, { en: 'different values', zh: '不同的值的个数' }, { min: 2, max: 1000, integer: true }),
};

export const associativeRecall: TaskDefinition = {
  id: 'associative-recall',
  title: { en: 'recall the value of a key', zh: '联想回忆：按键取值' },
  format: { en: 'k₁ v₁ … kₙ vₙ kᵢ → vᵢ; only the answer counts', zh: 'k₁ v₁ … kₙ vₙ kᵢ → vᵢ；只计答案' },
  paper: { text: 'Ba et al. 2016, Using Fast Weights to Attend to the Recent Past', url: 'https://arxiv.org/abs/1610.06258' },
  architectures: ['decoder'],
  options,
  fixedSeqLen: (config) => 2 * optionValues(options, config).pairs + 1,
  create: (config) => {
    const { pairs, keys, values } = optionValues(options, config);
    if (pairs > keys) throw new UserError('error.recallKeys', { given: pairs, expected: keys });
    return {
      ...tokenShape(keys + values),
      notes: [],
      ...generated('associative-recall', (stream, batchSize) => {
        const sequences = Array.from({ length: batchSize }, () => {
          const told = shuffled(keys, stream)
            .slice(0, pairs)
            .map((key) => [key, keys + stream.integer(values)]);
          return [...told, told[stream.integer(pairs)] as number[]].flat();
        });
        return nextToken(sequences, (place) => place === 2 * pairs);
      }),
    };
  },
};
