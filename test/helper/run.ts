/** Runs small enough for tests, and their events collected. */
import { engines } from '../../src/engine/index.node.ts';
import type { Data, Engine } from '../../src/engine/types.ts';
import { parseRun } from '../../src/spec/parse.ts';
import type { Run } from '../../src/spec/run.ts';
import type { RunInput } from '../../src/spec/schema.ts';
import { tasks } from '../../src/task/index.ts';
import { Compiler } from '../../src/train/compiler.ts';
import type { TrainEvent } from '../../src/train/events.ts';
import { type TrainOptions, train } from '../../src/train/session.ts';
import { namedTensors } from '../../src/train/values.ts';

/** A run of a second or less: depth 2, width 8, copying. */
export const smallRun = ({ model, ...more }: Omit<RunInput, 'model'> & { model?: Partial<RunInput['model']> } = {}): Run =>
  parseRun({
    model: { placement: 'pre', nLayers: 2, nHeads: 2, dModel: 8, seqLen: 6, init: { id: 'normal', std: 0.3 }, ...model },
    task: { id: 'copy', symbols: 4 },
    batchSize: 4,
    steps: 6,
    evaluation: { every: 3, batches: 1, finalBatches: 2 },
    diagnostics: { every: 0 },
    engine: 'reference',
    ...more,
  });

export interface Trained {
  readonly events: readonly TrainEvent[];
  /** Training losses by step. */
  readonly losses: readonly number[];
  /** What the run handed over at its end, by parameter; undefined when it never did. */
  readonly kept: Readonly<Record<string, Data>> | undefined;
}

/** Trains a run on an engine and releases what it compiled. `onEvent` sees each event when it comes. */
export async function trainRun(
  run: Run,
  engine: Engine,
  { onEvent, ...options }: Pick<TrainOptions, 'signal'> & { readonly onEvent?: (event: TrainEvent) => void } = {},
): Promise<Trained> {
  const compiler = new Compiler(engine);
  const task = tasks.get(run.task.id).create(run.task, run.model.seqLen, undefined);
  const events: TrainEvent[] = [];
  let kept: Trained['kept'];
  const keep: TrainOptions['keep'] = (program, values) => {
    kept = Object.fromEntries(namedTensors(program, values).map(({ key, data }) => [key, data]));
  };
  for await (const event of train(run, { compiler, task, keep, ...options })) {
    events.push(event);
    onEvent?.(event);
  }
  await compiler.release();
  return { events, losses: events.flatMap((event) => (event.type === 'step' ? [event.loss] : [])), kept };
}

export const openEngine = (id: string): Promise<Engine> => engines.get(id).open({ threads: 1 });
