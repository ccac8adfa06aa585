/** Runs made by workers on any machines, through a queue in Redis. Whoever dies on the way, each run is told once and ends once. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Queue, Job as QueueJob } from 'bullmq';
import { UserError } from '../../core/errors.ts';
import { type Language, message } from '../../core/message/index.ts';
import { type Executor, failedEnd, type Job, type JobEnd, type JobListener, unwritableEnd } from '../executor.ts';
import { SameEngine } from '../same-engine.ts';
import { version } from '../version.node.ts';
import { Cards, renewMs } from './cards.node.ts';
import { depositRun, type RunBytes } from './deposit.node.ts';
import { defaultQueue, type Keys, keepSeconds, keysOf, maxAttempts } from './keys.ts';
import { discard, receive } from './parcels.node.ts';
import { type Connection, connect } from './redis.node.ts';
import { TaskFiles } from './task-files.node.ts';
import { Told } from './told.ts';
import { bundleSchema, packJob, type QueuedJob, type QueuedResult, readEvent, resultSchema } from './wire.ts';

export interface QueueOptions {
  readonly redis?: string;
  readonly queue?: string;
  readonly allowMixed?: boolean;
  /** How long Redis may be away; 60 when left out. */
  readonly patienceSeconds?: number;
  readonly language?: Language;
  /** Told what a person may want to do something about: that no worker is there. */
  readonly notice?: (text: string) => void;
}

const pollMs = 150;
/** Between looks for jobs that Redis has forgotten. */
const searchMs = 3000;
/** How long workers have to stop what they run. */
const stopMs = 10_000;

/** A job that has not ended yet. */
interface Open {
  readonly job: Job;
  readonly told: Told;
  /** Bundles read so far. */
  bundles: number;
  /** Looks in a row that did not find it. */
  missed: number;
  /** Results that did not arrive whole. */
  broken: number;
}

export class QueueExecutor implements Executor {
  private readonly open = new Map<string, Open>();
  private readonly same: SameEngine;
  private readonly files: TaskFiles;
  private readonly cards: Cards;
  private readonly id = randomUUID();
  private readonly engines = new Set<string>();
  private readonly noticed = new Set<string>();
  private looked = 0;
  private searched = 0;

  /** @throws UserError or FailureError when Redis is not to be reached, or its workers are of another version. */
  static async open(options: QueueOptions): Promise<QueueExecutor> {
    const keys = keysOf(options.queue ?? defaultQueue, version);
    const connection = await connect({ url: options.redis, patienceSeconds: options.patienceSeconds ?? 60 });
    const { bullmq, redis } = connection;
    const queue = new bullmq.Queue<QueuedJob, QueuedResult>(keys.queue, { connection: redis, prefix: keys.prefix });
    queue.on('error', () => undefined);
    const executor = new QueueExecutor(connection, keys, queue, options);
    try {
      await executor.guard(executor.meet());
    } catch (error) {
      await executor.close();
      throw error;
    }
    return executor;
  }

  private constructor(
    private readonly connection: Connection,
    private readonly keys: Keys,
    private readonly queue: Queue<QueuedJob, QueuedResult>,
    private readonly options: QueueOptions,
  ) {
    this.same = new SameEngine(options.allowMixed ?? false);
    this.files = new TaskFiles(connection.redis, keys);
    this.cards = new Cards(connection.redis, keys);
  }

  async execute(jobs: readonly Job[], listener: JobListener, signal?: AbortSignal): Promise<void> {
    for (const job of jobs) {
      const told = new Told((event) => listener.event(job, event));
      this.open.set(job.id, { job, told, bundles: 0, missed: 0, broken: 0 });
      this.engines.add(job.kind === 'train' ? job.run.engine.id : job.engine.id);
    }
    // Who has which of these engines is to be known before the first result, however soon it comes.
    this.looked = 0;
    try {
      await this.guard(this.submit(jobs));
      await this.guard(this.collect(listener, signal));
      if (this.open.size > 0) await this.guard(this.stop(listener));
    } catch (error) {
      await Promise.race([this.withdraw([...this.open.keys()]).catch(() => undefined), sleep(1000)]);
      this.open.clear();
      throw error;
    }
  }

  async close(): Promise<void> {
    const goodbye = this.cards.withdraw('study', this.id).then(() => this.queue.close());
    await Promise.race([goodbye.catch(() => undefined), sleep(1000), this.connection.lost.catch(() => undefined)]);
    this.connection.close();
  }

  /** Work that ends when Redis has been away for too long. */
  private guard<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.connection.lost]);
  }

  /** Puts jobs into the queue. One that is there is not put there twice; one that had failed or was stopped starts over. */
  private async submit(jobs: readonly Job[]): Promise<void> {
    const ended = new Set(await this.queue.getRanges(['failed', 'completed'], 0, -1));
    for (const { id } of jobs.filter((job) => ended.has(job.id))) {
      const found = await this.queue.getJob(id);
      if (found && resultOf(found)?.end !== 'ended') await found.remove();
    }
    if (jobs.length > 0) await this.connection.redis.unlink(...jobs.map(({ id }) => this.keys.stop(id)));
    const bulk = [];
    for (const job of jobs) {
      const { folder: _folder, resume: _resume, ...rest } = job.kind === 'train' ? job : { ...job, folder: '', resume: false };
      const data: QueuedJob = { job: packJob(rest as Job), files: await this.files.of(job) };
      const kept = { age: keepSeconds.result };
      const backoff = { type: 'fixed', delay: 1000 };
      bulk.push({ name: 'run', data, opts: { jobId: job.id, attempts: maxAttempts, backoff, removeOnComplete: kept, removeOnFail: kept } });
    }
    await this.queue.addBulk(bulk);
  }

  /** Until every job has ended, or the signal says stop. */
  private async collect(listener: JobListener, signal: AbortSignal | undefined): Promise<void> {
    while (this.open.size > 0 && !signal?.aborted) {
      await this.meet();
      for (const id of await this.queue.getRanges(['completed', 'failed'], 0, -1)) {
        const open = this.open.get(id);
        if (open) await this.settle(open, listener);
      }
      if (!this.options.allowMixed) await this.follow();
      await this.search();
      if (this.open.size > 0) await sleep(pollMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Tells what running jobs say meanwhile. Where engines mix, attempts may differ: then everything is told at the end. */
  private async follow(): Promise<void> {
    for (const id of await this.queue.getRanges(['active'], 0, -1)) {
      const open = this.open.get(id);
      if (!open) continue;
      const bundles = await this.connection.redis.lrange(this.keys.events(id), open.bundles, -1);
      for (const text of bundles) open.told.bundle(bundleSchema.parse(JSON.parse(text)));
      open.bundles += bundles.length;
    }
  }

  private async settle(open: Open, listener: JobListener): Promise<void> {
    const { id } = open.job;
    const found = await this.queue.getJob(id);
    if (!found) return;
    const result = resultOf(found);
    if (result?.end === 'interrupted') return this.again(open);
    const end = result ? await this.arrive(open, result) : this.failed(found);
    if (end === 'again') return this.again(open);
    this.open.delete(id);
    listener.end(open.job, end);
    await this.forget(id, result);
  }

  /** Checks a result, tells the rest of its events and writes its files. */
  private async arrive(open: Open, { events, files, worker }: QueuedResult): Promise<JobEnd | 'again'> {
    const { job, told } = open;
    const { redis } = this.connection;
    const arrived: RunBytes[] = [];
    let lines: string[];
    try {
      lines = events
        ? Buffer.from(await receive(redis, events))
            .toString('utf8')
            .split('\n')
            .slice(0, -1)
        : [];
      for (const { path, parcel } of files) arrived.push({ path, bytes: await receive(redis, parcel) });
    } catch (error) {
      open.broken++;
      return open.broken < maxAttempts ? 'again' : failedEnd(error);
    }
    const started = lines.map((line) => readEvent(line)).find((event) => 'engine' in event);
    if (started && 'engine' in started) this.same.check({ ...started.engine, machine: worker.machine, where: worker.host });
    told.all(lines);
    if (told.differs) return { type: 'failed', message: this.say('error.otherBits', { detail: worker.host }) };
    try {
      if (job.kind === 'train' && job.folder !== undefined) depositRun(job.folder, job.id, arrived);
    } catch (error) {
      return unwritableEnd(error);
    }
    return { type: 'ended', ...secondsOf(arrived) };
  }

  private failed({ failedReason, attemptsMade }: QueueJob): JobEnd {
    const stalled = attemptsMade < maxAttempts;
    const detail = failedReason ?? '';
    return { type: 'failed', message: stalled ? this.say('error.jobParked', { n: maxAttempts, detail }) : detail };
  }

  private async again({ job }: Open): Promise<void> {
    await this.forget(job.id, undefined);
    await this.submit([job]);
  }

  private async forget(id: string, result: QueuedResult | undefined): Promise<void> {
    await this.queue.remove(id);
    await discard(this.connection.redis, [
      ...(result?.events ? [result.events] : []),
      ...(result?.files ?? []).map(({ parcel }) => parcel),
    ]);
    await this.connection.redis.unlink(this.keys.events(id));
  }

  /** A Redis that lost its memory does not know its jobs any more: they are given to it again. */
  private async search(): Promise<void> {
    if (performance.now() - this.searched < searchMs) return;
    this.searched = performance.now();
    const known = new Set(await this.queue.getRanges(['active', 'waiting', 'prioritized', 'delayed', 'completed', 'failed'], 0, -1));
    for (const open of this.open.values()) {
      // Between two lists a job may be in neither: once is no proof.
      open.missed = known.has(open.job.id) ? 0 : open.missed + 1;
      if (open.missed < 2) continue;
      open.bundles = 0;
      await this.submit([open.job]);
    }
  }

  /** Shows that the study is there, and looks at the workers. @throws UserError when they are not of one kind. */
  private async meet(): Promise<void> {
    if (this.looked > 0 && performance.now() - this.looked < renewMs) return;
    this.looked = performance.now();
    await this.cards.show('study', { id: this.id, version, engines: [...this.engines] });
    await this.files.keep();
    const workers = await this.cards.all('worker');
    const redis = this.connection.shown;
    const [ours, others] = [workers.filter((worker) => worker.version === version), workers.filter((worker) => worker.version !== version)];
    if (ours.length === 0 && others[0]) throw new UserError('error.workersVersion', { redis, theirs: others[0].version, ours: version });
    if (ours.length === 0) this.notice('executor.noWorkers', { redis, queue: this.options.queue ?? defaultQueue });
    for (const { host, version: theirs } of others) this.notice('executor.otherVersion', { host, theirs, ours: version });
    for (const { engines, host, pid, machine } of ours) {
      for (const id of this.engines) {
        const engine = engines[id];
        if (engine) this.same.check({ id, ...engine, machine, where: `${host} (${pid})` });
      }
    }
  }

  /** The signal said stop: waiting jobs go, running ones are asked to end. */
  private async stop(listener: JobListener): Promise<void> {
    let running = await this.withdraw([...this.open.keys()]);
    for (const began = performance.now(); running.length > 0 && performance.now() - began < stopMs; ) {
      await sleep(pollMs);
      running = await this.withdraw(running);
    }
    for (const { job } of this.open.values()) listener.end(job, { type: 'interrupted' });
    this.open.clear();
  }

  /** Takes jobs out of the queue. @returns those that a worker is still at. */
  private async withdraw(ids: readonly string[]): Promise<string[]> {
    const running: string[] = [];
    for (const id of ids) {
      await this.connection.redis.set(this.keys.stop(id), '1', 'EX', keepSeconds.stop);
      const found = await this.queue.getJob(id);
      // One that has just finished stays: the next study of these runs takes it.
      if (!found || resultOf(found)?.end === 'ended') continue;
      if ((await this.queue.remove(id)) === 0) running.push(id);
      else await this.connection.redis.unlink(this.keys.events(id), this.keys.stop(id));
    }
    return running;
  }

  private notice(key: Parameters<typeof message>[1], values: Parameters<typeof message>[2]): void {
    const text = this.say(key, values);
    if (this.noticed.has(text)) return;
    this.noticed.add(text);
    this.options.notice?.(text);
  }

  private say(key: Parameters<typeof message>[1], values: Parameters<typeof message>[2]): string {
    return message(this.options.language ?? 'en', key, values);
  }
}

/** What a job came to; undefined while it has not ended, and when it failed. */
function resultOf({ returnvalue }: { readonly returnvalue?: unknown }): QueuedResult | undefined {
  const { data } = resultSchema.safeParse(returnvalue ?? undefined);
  return data;
}

/** How long the run took where it was made. */
function secondsOf(files: readonly RunBytes[]): { seconds?: number } {
  const bytes = files.find(({ path }) => path === 'run.json')?.bytes;
  const { seconds } = bytes ? (JSON.parse(Buffer.from(bytes).toString('utf8')) as { seconds?: unknown }) : {};
  return typeof seconds === 'number' ? { seconds } : {};
}
