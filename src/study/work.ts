/** Doing one job on an engine: shared by the worker process and by the executor that runs in this thread. */
import type { Engine } from '../engine/types.ts';
import type { EngineChoice, Run } from '../spec/run.ts';
import { tasks } from '../task/index.ts';
import type { Task, TaskFile } from '../task/types.ts';
import { Compiler } from '../train/compiler.ts';
import type { TrainEvent } from '../train/events.ts';
import { train } from '../train/session.ts';
import type { Snapshot } from '../train/snapshot.ts';
import type { StepDescription } from '../train/step.ts';
import type { Values } from '../train/values.ts';
import { failedEnd, type Job, type JobEnd, type JobEvent, unwritableEnd } from './executor.ts';
import { measureSignal } from './signal-job.ts';

export interface Workshop {
  openEngine(choice: EngineChoice): Promise<Engine>;
  /** What the run's task reads, from `at` where it is given; empty for tasks without files. */
  files(run: Pick<Run, 'task'>, at?: readonly string[]): readonly TaskFile[];
  /** Opens the files of a run, where there are files. @throws UserError or FailureError when they cannot be written. */
  record?(job: TrainJob): RunSink | undefined;
}

export type TrainJob = Extract<Job, { kind: 'train' }>;

/** Where a run's events and checkpoints go. */
export interface RunSink {
  /** What the run goes on from, and what happened before. */
  readonly resumed?: { readonly snapshot: Snapshot; readonly events: readonly TrainEvent[] };
  event(event: TrainEvent): void;
  checkpoint(snapshot: Snapshot): void;
  /** The values a run ended with. */
  final(program: StepDescription, values: Values): void;
  /** @param seconds that the run took, from its start or its resumption. */
  close(seconds: number, failure?: string): void;
}

/** Keeps engines, compiled programs and tasks between jobs. */
export class Worker {
  private readonly compilers = new Map<string, Promise<Compiler>>();
  private readonly taskCache = new Map<string, Task>();

  constructor(private readonly workshop: Workshop) {}

  async work(
    job: Job,
    emit: (event: JobEvent) => void,
    signal?: AbortSignal,
    breathe: () => Promise<void> = async () => undefined,
  ): Promise<JobEnd> {
    const compiler = await this.compiler(job.kind === 'train' ? job.run.engine : job.engine);
    if (job.kind === 'signal') {
      const { task, model } = job.signal;
      const data = task && this.task({ task, seqLen: model.seqLen });
      emit({ type: 'signal', engine: compiler.engine.description, measurement: await measureSignal(compiler.engine, job.signal, data) });
      return { type: 'ended' };
    }
    return this.train(job, compiler, emit, signal, breathe);
  }

  private async train(
    job: TrainJob,
    compiler: Compiler,
    emit: (event: JobEvent) => void,
    signal: AbortSignal | undefined,
    breathe: () => Promise<void>,
  ): Promise<JobEnd> {
    let sink: RunSink | undefined;
    try {
      sink = this.workshop.record?.(job);
    } catch (error) {
      return unwritableEnd(error);
    }
    const files = guarded();
    for (const event of sink?.resumed?.events ?? []) emit(event);
    let interrupted = false;
    let failure: unknown;
    const began = performance.now();
    let saved = began;
    const checkpoint = sink && {
      due: () => performance.now() - saved >= 1000 * job.run.checkpointSeconds,
      take: (snapshot: Snapshot) => {
        files.run(() => sink?.checkpoint(snapshot));
        saved = performance.now();
      },
    };
    const keep = (program: StepDescription, values: Values) => files.run(() => sink?.final(program, values));
    try {
      const options = {
        compiler,
        task: this.task({ task: job.run.task, seqLen: job.run.model.seqLen }, job.files),
        signal,
        keep,
        checkpoint,
        from: sink?.resumed?.snapshot,
      };
      for await (const event of train(job.run, options)) {
        emit(event);
        files.run(() => sink?.event(event));
        if (files.broken) break;
        interrupted ||= event.type === 'interrupted';
        await breathe();
      }
    } catch (error) {
      failure = error;
    }
    const seconds = (performance.now() - began) / 1000;
    files.run(() => sink?.close(seconds, failure === undefined ? undefined : String((failure as Error).message ?? failure)));
    if (files.broken) return unwritableEnd(files.error);
    if (failure !== undefined) return failedEnd(failure);
    return interrupted ? { type: 'interrupted' } : { type: 'ended', seconds };
  }

  private compiler(choice: EngineChoice): Promise<Compiler> {
    const key = JSON.stringify(choice);
    let compiler = this.compilers.get(key);
    if (!compiler) {
      compiler = this.workshop.openEngine(choice).then((engine) => new Compiler(engine));
      this.compilers.set(key, compiler);
    }
    return compiler;
  }

  private task({ task: config, seqLen }: { readonly task: Run['task']; readonly seqLen: number }, files?: readonly string[]): Task {
    const key = JSON.stringify([config, seqLen]);
    let task = this.taskCache.get(key);
    if (!task) {
      task = tasks.get(config.id).create(config, seqLen, this.workshop.files({ task: config }, files));
      this.taskCache.set(key, task);
    }
    return task;
  }
}

/** Writing that stops at the first error and remembers it. */
function guarded() {
  const state = {
    broken: false,
    error: undefined as unknown,
    run: (work: () => void): void => {
      if (state.broken) return;
      try {
        work();
      } catch (error) {
        state.broken = true;
        state.error = error;
      }
    },
  };
  return state;
}
