/** A model knows what it reads and answers once its task is known. */
import { UserError } from '../core/errors.ts';
import type { DataShape, ModelConfig } from '../model/types.ts';
import type { Run } from './run.ts';

/** @throws UserError when the task's data does not fit the model. */
export function withTask(model: Run['model'], taskId: string, shape: DataShape): ModelConfig {
  const { vocabSize, classes, readout, patchSize, sourceLen, padding } = shape;
  if (model.tiedHead && vocabSize !== classes) throw new UserError('error.tied', { task: taskId, vocabSize, classes });
  return { ...model, vocabSize, classes, readout, patchSize, sourceLen, padding };
}
