import { type Random, random } from '../../core/random.ts';
import type { Batch, Task } from '../types.ts';

/** Which of the two splits an example is for, where a task has only so many. */
export type Side = 'train' | 'validation';

/** Fresh batches, each from its own stream: training by seed and step, validation by index alone. */
export const generated = (
  id: string,
  draw: (stream: Random, batchSize: number, side: Side) => Batch,
): Pick<Task, 'trainTokens' | 'bigramEntropy' | 'train' | 'validation'> => ({
  trainTokens: null,
  bigramEntropy: null,
  train: (seed, step, batchSize) => draw(random(seed, `data/${step}`), batchSize, 'train'),
  validation: (index, batchSize) => draw(random(0, `${id}/validation/${index}`), batchSize, 'validation'),
});
