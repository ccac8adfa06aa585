/** Subjects: the model of a run as it begins, or as it was trained. */
import { UserError } from '../core/errors.ts';
import type { Data, Engine } from '../engine/types.ts';
import { size } from '../graph/tensor.ts';
import type { Run } from '../spec/run.ts';
import { withTask } from '../spec/with-task.ts';
import type { Task } from '../task/types.ts';
import { startValues } from '../train/start.ts';
import { evaluationProgram } from '../train/step.ts';
import { namedTensors } from '../train/values.ts';
import type { Curves, Subject } from './types.ts';

export interface SubjectOptions {
  readonly run: Run;
  /** Of the run. */
  readonly task: Task;
  readonly engine: Engine;
  /** Validation batches to ask on. */
  readonly batches: number;
  readonly signal?: AbortSignal;
}

/** What a run left behind. */
export interface Trained {
  /** The file that the tensors come from, for errors. */
  readonly file: string;
  /** Parameters and running statistics by key; others are left alone. */
  readonly tensors: ReadonlyMap<string, Data>;
  /** Steps done. */
  readonly steps: number;
  readonly curves: Curves;
}

/** The model of a run before its first step. */
export async function initialSubject(options: SubjectOptions): Promise<Subject> {
  const { run, task, engine } = options;
  const shared = sharedOf(options);
  const { model, batchSize } = shared;
  const listed = evaluationProgram(model, batchSize);
  const first = { ...task.train(run.seed, 0, batchSize) } as Record<string, Data>;
  const values = await startValues(engine, listed, model, { seed: run.seed, batchSize }, first);
  return { ...shared, tensors: new Map(namedTensors(listed, values).map(({ key, data }) => [key, data])), step: 1 };
}

/** The model of a run with the values it left. @throws UserError when they are not those of this model. */
export function trainedSubject(options: SubjectOptions, { file, tensors, steps, curves }: Trained): Subject {
  const shared = sharedOf(options);
  const { parameters, states } = evaluationProgram(shared.model, shared.batchSize);
  for (const { key, shape } of [...parameters, ...states]) {
    if (tensors.get(key)?.length !== size(shape)) throw new UserError('error.probeOtherWeights', { file, key });
  }
  return { ...shared, tensors, step: Math.max(1, steps), curves };
}

const sharedOf = ({ run, task, engine, batches, signal }: SubjectOptions): Omit<Subject, 'tensors' | 'step'> => ({
  model: withTask(run.model, run.task.id, task),
  engine,
  batches: Array.from({ length: batches }, (_, index) => task.validation(index, run.batchSize)),
  batchSize: run.batchSize,
  seed: run.seed,
  ...(signal && { signal }),
});
