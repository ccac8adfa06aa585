/** Whether a model is one program or pieces: by its depth, with the same results. */
import type { ModelConfig } from '../model/types.ts';
import { isDeep } from './segment/cut.ts';
import { type PiecedStep, piecedEvaluation, piecedStep } from './segment/step.ts';
import { evaluationProgram, type StepOptions, type StepProgram, trainingStep } from './step.ts';

export const stepOf = (options: StepOptions): StepProgram | PiecedStep =>
  isDeep(options.model) ? piecedStep(options) : trainingStep(options);

export const evaluationOf = (model: ModelConfig, batchSize: number): StepProgram | PiecedStep =>
  isDeep(model) ? piecedEvaluation(model, batchSize) : evaluationProgram(model, batchSize);
