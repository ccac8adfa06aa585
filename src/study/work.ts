/** Doing one job on an engine: shared by the worker process and by the executor that runs in this thread. */
import type { Engine } from '../engine/types.ts';
import type { EngineChoice, Run } from '../spec/run.ts';
import { tasks } from '../task/index.ts';
import type { Task, TaskFile } from '../task/types.ts';
import { Compiler } from '../train/compiler.ts';
import { train } from '../train/session.ts';
import type { StepDescription } from '../train/step.ts';
import type { Values } from '../train/values.ts';
import type { Job, JobEnd, JobEvent } from './executor.ts';
import { measureSignal } from './signal-job.ts';

export interface Workshop {
  openEngine(choice: EngineChoice): Promise<Engine>;
  /** What the run's task reads; empty for tasks without files. */
  files(run: Run): readonly TaskFile[];
  /** Keeps the values of a run that ended, where there are files. */
  keep?(file: string, job: Extract<Job, { kind: 'train' }>, program: StepDescription, values: Values): void;
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
      emit({ type: 'signal', engine: compiler.engine.description, measurement: await measureSignal(compiler.engine, job.signal) });
      return { type: 'ended' };
    }
    const { checkpoint } = job;
    const keep =
      checkpoint === undefined
        ? undefined
        : (program: StepDescription, values: Values) => this.workshop.keep?.(checkpoint, job, program, values);
    let interrupted = false;
    for await (const event of train(job.run, { compiler, task: this.task(job.run), signal, keep })) {
      emit(event);
      interrupted ||= event.type === 'interrupted';
      await breathe();
    }
    return { type: interrupted ? 'interrupted' : 'ended' };
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

  private task(run: Run): Task {
    const key = JSON.stringify([run.task, run.model.seqLen]);
    let task = this.taskCache.get(key);
    if (!task) {
      task = tasks.get(run.task.id).create(run.task, run.model.seqLen, this.workshop.files(run));
      this.taskCache.set(key, task);
    }
    return task;
  }
}
