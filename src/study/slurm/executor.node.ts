/** Runs made by Slurm: a job array, a folder that all nodes see, and patience. */
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../core/errors.ts';
import { type Language, message } from '../../core/message/index.ts';
import type { Executor, Job, JobEnd, JobListener } from '../executor.ts';
import { SameEngine } from '../same-engine.ts';
import { endedRun } from '../stored.node.ts';
import { type Batch, Batches } from './batches.node.ts';
import { cancel, submit, tasksAlive } from './commands.node.ts';
import { quoted } from './script.ts';
import { readEnd } from './task.node.ts';

export interface SlurmOptions {
  /** Of the study; every node sees it. */
  readonly folder?: string;
  readonly allowMixed?: boolean;
  /** Milliseconds between questions to Slurm; 10 000 when left out. */
  readonly lookMs?: number;
  readonly language?: Language;
  readonly notice?: (text: string) => void;
}

type TrainJob = Extract<Job, { kind: 'train' }>;

/** A job that has not ended, and the task that does it. */
interface Open {
  readonly job: TrainJob;
  batch: Batch | undefined;
  index: number;
  /** Times that Slurm ended it without a result. */
  gone: number;
  /** Whether the last look at Slurm did not find it. */
  missing: boolean;
}

const pollMs = 500;
const maxGone = 3;

export class SlurmExecutor implements Executor {
  private readonly folder: string;
  private readonly same: SameEngine;

  /** @throws UserError without a folder. */
  constructor(private readonly options: SlurmOptions) {
    if (options.folder === undefined) throw new UserError('error.slurmFolder');
    this.folder = resolve(options.folder);
    this.same = new SameEngine(options.allowMixed ?? false);
  }

  async execute(jobs: readonly Job[], listener: JobListener, signal?: AbortSignal): Promise<void> {
    const open = new Map(
      jobs.map((job) => [job.id, { job: this.placed(job), batch: undefined, index: 0, gone: 0, missing: false } as Open]),
    );
    const batches = new Batches(join(this.folder, 'slurm'));
    await this.adopt(open, batches);
    for (let looked = performance.now(); open.size > 0 && !signal?.aborted; ) {
      for (const [id, one] of open) {
        const end = this.ended(one, listener, batches);
        if (!end) continue;
        open.delete(id);
        listener.end(one.job, end);
      }
      if (performance.now() - looked > (this.options.lookMs ?? 10_000)) {
        looked = performance.now();
        await this.look(open, batches, listener);
      }
      await this.submitMissing(open, batches);
      if (open.size > 0) await sleep(pollMs, undefined, { signal }).catch(() => undefined);
    }
    if (open.size === 0) return;
    await cancel([...new Set([...open.values()].flatMap(({ batch }) => batch?.array ?? []))]);
    for (const { job } of open.values()) listener.end(job, { type: 'interrupted' });
  }

  async close(): Promise<void> {}

  /** The job with everything where nodes find it. */
  private placed(job: Job): TrainJob {
    if (job.kind !== 'train') throw new Error('Slurm runs trainings only');
    const files = (job.files ?? job.run.task.files)?.map((file) => resolve(file));
    return { ...job, folder: resolve(job.folder ?? join(this.folder, 'runs', job.id)), resume: true, ...(files && { files }) };
  }

  /** Finds jobs that an earlier call submitted and that Slurm still has. */
  private async adopt(open: Map<string, Open>, batches: Batches): Promise<void> {
    let waiting = 0;
    for (const batch of batches.all.toReversed()) {
      const mine = batch.ids.flatMap((id, index) =>
        open.get(id)?.batch === undefined && open.has(id) ? [{ one: open.get(id) as Open, index }] : [],
      );
      if (batch.array === undefined || mine.length === 0) continue;
      // Where Slurm does not answer, what has not ended is taken to be alive: twice would be worse than late.
      const alive = await tasksAlive(batch.array);
      for (const { one, index } of mine) {
        if (readEnd(batches.task(batch, index)) || !(alive?.has(index) ?? true)) continue;
        Object.assign(one, { batch, index });
        waiting++;
      }
    }
    if (waiting > 0) this.notice('executor.slurmWaiting', { n: waiting });
  }

  private async submitMissing(open: ReadonlyMap<string, Open>, batches: Batches): Promise<void> {
    const missing = [...open.values()].filter(({ batch }) => batch === undefined);
    if (missing.length === 0) return;
    const threads = Math.max(...missing.map(({ job }) => job.run.engine.threads));
    const jobs = missing.map(({ job }) => job);
    for (const written of batches.write(jobs, threads)) {
      const script = batches.script(written);
      const array = await submit(script);
      const batch = { ...written, ...(array !== undefined && { array }) };
      for (const [index, id] of batch.ids.entries()) Object.assign(open.get(id) as Open, { batch, index, missing: false });
      const n = batch.ids.length;
      if (array === undefined) this.notice('executor.slurmCommand', { n, command: `sbatch ${quoted(script)}` });
      else {
        batches.remember(batch);
        this.notice('executor.slurmSubmitted', { n, array, folder: join(this.folder, 'slurm', batch.name) });
      }
    }
  }

  /** What a run came to, by its files. */
  private ended(one: Open, listener: JobListener, batches: Batches): JobEnd | undefined {
    const { job, batch, index } = one;
    const run = endedRun(job.folder as string, job.id);
    if (run) {
      for (const event of run.events) {
        if (event.type === 'started') this.same.check({ ...event.engine, where: job.id });
        listener.event(job, event);
      }
      return { type: 'ended', ...(run.seconds !== undefined && { seconds: run.seconds }) };
    }
    const end = batch && readEnd(batches.task(batch, index));
    // Slurm may begin a task again by itself; one that people submit is theirs to submit again.
    if (end?.type === 'interrupted' && batch?.array === undefined) one.batch = undefined;
    return end?.type === 'failed' ? end : undefined;
  }

  /** Jobs that Slurm ended without a result go into the next array, a few times. */
  private async look(open: Map<string, Open>, batches: Batches, listener: JobListener): Promise<void> {
    const alive = new Map<string, ReadonlySet<number> | undefined>();
    for (const one of [...open.values()]) {
      const { batch, index } = one;
      if (batch?.array === undefined) continue;
      if (!alive.has(batch.array)) alive.set(batch.array, await tasksAlive(batch.array));
      const there = alive.get(batch.array)?.has(index) ?? true;
      // Files may come later than the news: two looks.
      if (there || !one.missing) {
        one.missing = !there;
        continue;
      }
      one.gone++;
      one.batch = undefined;
      if (one.gone < maxGone) continue;
      open.delete(one.job.id);
      listener.end(one.job, { type: 'failed', message: this.say('error.slurmGone', { n: maxGone, log: batches.log(batch, index) }) });
    }
  }

  private notice(key: Parameters<typeof message>[1], values: Parameters<typeof message>[2]): void {
    this.options.notice?.(this.say(key, values));
  }

  private say(key: Parameters<typeof message>[1], values: Parameters<typeof message>[2]): string {
    return message(this.options.language ?? 'en', key, values);
  }
}
