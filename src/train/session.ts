/** The training loop: reads top to bottom, yields events, writes nothing. */
import type { Data, Value } from '../engine/types.ts';
import { size } from '../graph/tensor.ts';
import type { ModelConfig } from '../model/types.ts';
import { optimizers } from '../optim/optimizer/index.ts';
import { learningRate } from '../optim/schedule/index.ts';
import { stoppedBy } from '../optim/stop-rule/index.ts';
import type { Run } from '../spec/run.ts';
import { withTask } from '../spec/with-task.ts';
import type { Batch, Task } from '../task/types.ts';
import { Carried } from './carried.ts';
import type { Compiled, Compiler } from './compiler.ts';
import { DivergenceMonitor } from './divergence.ts';
import type { TrainEvent } from './events.ts';
import { dropoutMasks } from './masks.ts';
import { evaluationOf, stepOf } from './shape.ts';
import { type Snapshot, snapshotTensors, valuesFrom } from './snapshot.ts';
import { startValues } from './start.ts';
import type { StepDescription } from './step.ts';
import type { Values } from './values.ts';

export interface TrainOptions {
  readonly compiler: Compiler;
  readonly task: Task;
  /** Checked after each step; a run that is told to stop ends with `interrupted`. */
  readonly signal?: AbortSignal;
  /** Where an interrupted run goes on; from the start when left out. */
  readonly from?: Snapshot;
  /** Asked after every step, and told when a run is stopped: what a resumed run would go on from. */
  readonly checkpoint?: { due(): boolean; take(snapshot: Snapshot): void };
  /** Receives the values when the run ends, however it ends. */
  readonly keep?: (program: StepDescription, values: Values) => void;
}

export async function* train(run: Run, { compiler, task, signal, from, checkpoint, keep }: TrainOptions): AsyncGenerator<TrainEvent> {
  const model = withTask(run.model, run.task.id, task);
  const bare = await compileStep(compiler, run, model, []);
  const measured = run.diagnostics.every > 0 ? await compileStep(compiler, run, model, run.diagnostics.series) : bare;
  const first = task.train(run.seed, 0, run.batchSize);
  const { slots } = optimizers.get(run.optimizer.id);
  const { seed, batchSize } = run;
  const resumed = from && valuesFrom(bare, from.tensors, slots);
  const carried = new Carried(resumed ?? (await startValues(compiler.engine, bare, model, { seed, batchSize, slots }, batchFeeds(first))));
  const begin = resumed && from ? from.steps : 0;
  const monitor = new DivergenceMonitor(run.steps, resumed && from?.monitor);
  const evaluations = [...((resumed && from?.evaluations) ?? [])];
  const takeCheckpoint = async (steps: number) =>
    checkpoint?.take({
      steps,
      monitor: monitor.state,
      evaluations: [...evaluations],
      tensors: snapshotTensors(bare, await carried.values(), slots),
    });
  const keepValues = async () => keep?.(bare, await carried.values());
  let done = begin;
  let stopped = stopRule(run, evaluations, begin);
  try {
    if (begin === 0)
      yield { type: 'started', engine: compiler.engine.description, parameterCount: countParameters(bare), labels: measured.labels };

    for (let step = begin; step < run.steps && stopped === undefined; step++) {
      const program = run.diagnostics.every > 0 && isMoment(step, run.steps, run.diagnostics.every) ? measured : bare;
      const lr = learningRate(run.schedule, run.optimizer.lr, step, run.steps, model.dModel);
      const feeds = stepFeeds(program, run, task.train(run.seed, step, run.batchSize), step, lr);
      const outputs = await program.session.run({ ...feeds, ...carried.feeds });
      carried.offer(outputs);
      const [loss, gradientNorm] = [numbers(outputs.loss)[0] as number, numbers(outputs.gradient_norm)[0] as number];
      yield { type: 'step', step, loss, lr, gradientNorm };
      if (program === measured && measured !== bare) yield { type: 'measured', step, series: readSeries(outputs) };
      const reason = monitor.observe(step, loss, gradientNorm);
      if (reason) {
        await keepValues();
        return yield { type: 'diverged', reason };
      }
      carried.take();
      if ((step + 1) % run.evaluation.every === 0 && step + 1 < run.steps) {
        const loss = await evaluate(compiler, run, model, task, carried.feeds, run.evaluation.batches, step + 1);
        evaluations.push(loss);
        yield { type: 'evaluated', step: step + 1, loss };
        stopped = stopRule(run, evaluations, step + 1);
      }
      done = step + 1;
      if (signal?.aborted) {
        await takeCheckpoint(step + 1);
        await keepValues();
        return yield { type: 'interrupted', steps: step + 1 };
      }
      if (step + 1 < run.steps && checkpoint?.due()) await takeCheckpoint(step + 1);
    }
    await keepValues();
    const evalLoss = await evaluate(compiler, run, model, task, carried.feeds, run.evaluation.finalBatches, done);
    yield* finish(done, evalLoss, monitor, stopped);
  } finally {
    // However the run ends, also when nobody asks for its next event.
    carried.release();
  }
}

function* finish(steps: number, evalLoss: number, monitor: DivergenceMonitor, stopped: string | undefined): Generator<TrainEvent> {
  yield { type: 'evaluated', step: steps, loss: evalLoss };
  const reason = monitor.finish(steps, evalLoss);
  yield reason ? { type: 'diverged', reason } : { type: 'finished', steps, evalLoss, ...(stopped !== undefined && { stopped }) };
}

/** The rule that ends the run at its last evaluation, if one does; a resumed run asks again. */
const stopRule = ({ stop, evaluation, steps }: Run, losses: readonly number[], done: number): string | undefined =>
  losses.length === 0 ? undefined : stoppedBy(stop, losses, (done - (done % evaluation.every)) / steps);

/** The first step, every k-th, and the last. */
const isMoment = (step: number, steps: number, every: number): boolean => step % every === 0 || step === steps - 1;

const compileStep = (
  compiler: Compiler,
  { batchSize, clip, optimizer }: Run,
  model: ModelConfig,
  diagnostics: readonly string[],
): Promise<Compiled> => {
  // The seed and the peak learning rate are fed, so they do not make another program.
  const options = { model, batchSize, clip, optimizer: { ...optimizer, lr: 0 }, diagnostics };
  return compiler.compile({ kind: 'step', ...options }, () => stepOf(options));
};

function stepFeeds({ masks }: Compiled, run: Run, batch: Batch, step: number, lr: number): Record<string, Data> {
  const feeds: Record<string, Data> = {
    ...batchFeeds(batch),
    ...stepFeed(step + 1),
    ...dropoutMasks(masks, run.model.dropout, run.seed, step),
  };
  const scalars = optimizers.get(run.optimizer.id).scalars(run.optimizer, step + 1, lr);
  for (const [name, value] of Object.entries(scalars)) feeds[`scalar:${name}`] = Float64Array.of(value);
  return feeds;
}

const batchFeeds = (batch: Batch): Record<string, Data> => ({ ...batch }) as Record<string, Data>;

/** The training step, from 1, for plans that change with it. */
const stepFeed = (step: number): Record<string, Data> => ({ step: Float64Array.of(step) });

/** An output that is read here stays on no device. */
const numbers = (value: Value | undefined): Data => value as Data;

const readSeries = (outputs: Readonly<Record<string, Value>>): Record<string, number[]> =>
  Object.fromEntries(
    Object.entries(outputs)
      .filter(([name]) => name.startsWith('measure:'))
      .map(([name, data]) => [name.slice('measure:'.length), Array.from(numbers(data))]),
  );

/** Mean validation loss over the first validation batches, nats per token. */
async function evaluate(
  compiler: Compiler,
  run: Run,
  model: ModelConfig,
  task: Task,
  values: Readonly<Record<string, Value>>,
  batches: number,
  steps: number,
): Promise<number> {
  const { session } = await compiler.compile({ kind: 'evaluation', model, batchSize: run.batchSize }, () =>
    evaluationOf(model, run.batchSize),
  );
  const fixed = { ...values, ...stepFeed(steps) };
  let total = 0;
  for (let index = 0; index < batches; index++) {
    const { loss } = await session.run({ ...fixed, ...batchFeeds(task.validation(index, run.batchSize)) });
    total += numbers(loss)[0] as number;
  }
  return total / batches;
}

const countParameters = ({ parameters }: Compiled): number => parameters.reduce((total, { shape }) => total + size(shape), 0);
