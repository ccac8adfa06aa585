/** One worker's jobs: each runs in a process of the pool, in a folder of its own, and its files go back to the study. */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import type { Job as QueueJob } from 'bullmq';
import { UserError } from '../../core/errors.ts';
import type { MessageKey, MessageValues } from '../../core/message/index.ts';
import { writeWhole } from '../../store/files.node.ts';
import { failedEnd, fatalError, type Job, type JobEnd, unwritableEnd } from '../executor.ts';
import type { Pool } from '../pool.node.ts';
import { jobEnding, jobText } from './job-text.ts';
import { type Keys, keepSeconds } from './keys.ts';
import { Live } from './live.node.ts';
import type { EnginesHere } from './machine.node.ts';
import { parcelOf, receive, send } from './parcels.node.ts';
import type { Connection } from './redis.node.ts';
import { eventLine, type Parcel, type QueuedJob, type QueuedResult, unpackJob, type WorkerCard } from './wire.ts';

export interface ShiftOptions {
  readonly connection: Connection;
  readonly keys: Keys;
  readonly pool: Pool;
  readonly engines: EnginesHere;
  readonly card: Omit<WorkerCard, 'engines'>;
  readonly say: (key: MessageKey, values?: MessageValues) => void;
  /** This machine cannot do what the queue asks for. */
  readonly unfit: (error: unknown) => void;
  /** Stops the jobs, which then go back to the queue. */
  readonly signal: AbortSignal;
}

export class Shift {
  private readonly scratch = mkdtempSync(join(tmpdir(), 'normlab-worker-'));
  private readonly over = new AbortController();

  constructor(private readonly with_: ShiftOptions) {
    with_.signal.addEventListener('abort', () => this.over.abort(), { once: true });
  }

  /** Stops what runs, and clears up once it has stopped. */
  end(): void {
    this.over.abort();
    process.once('exit', () => rmSync(this.scratch, { recursive: true, force: true }));
  }

  /** @throws an error that tells BullMQ to try again, here or elsewhere. */
  async work(queued: QueueJob<QueuedJob>, token: string): Promise<QueuedResult> {
    const { connection, keys, engines, unfit, say } = this.with_;
    const id = queued.id as string;
    const job = unpackJob(queued.data.job);
    if (this.over.signal.aborted) return this.giveBack(queued, token);
    if ((await connection.redis.exists(keys.stop(id))) === 1) return this.result('interrupted');
    try {
      await engines.describe(job.kind === 'train' ? job.run.engine.id : job.engine.id);
    } catch (error) {
      unfit(error);
      return this.giveBack(queued, token);
    }
    const told = { run: job.id, what: jobText(job) };
    const began = performance.now();
    say('cli.worker.begun', told);
    const folder = mkdtempSync(join(this.scratch, 'run-'));
    const stop = new AbortController();
    const onOver = () => stop.abort();
    this.over.signal.addEventListener('abort', onOver, { once: true });
    const live = new Live(connection.redis, keys, id, onOver);
    try {
      const end = await this.run(job, queued.data.files, folder, live, stop.signal).catch(brokenEnd);
      // Ctrl-C in a terminal may also end a process that is just starting.
      const returned = this.over.signal.aborted && end.type !== 'ended';
      const [key, values] = jobEnding(live.lines, end, returned);
      say(key, { ...told, ...values, seconds: ((performance.now() - began) / 1000).toFixed(1) });
      if (returned) return await this.giveBack(queued, token);
      if (end.type === 'failed' && end.fatal) {
        // This machine would spoil one run after the other; others may have room.
        unfit(fatalError(end.fatal));
        return await this.giveBack(queued, token);
      }
      if (end.type === 'failed') throw new Error(end.message);
      return end.type === 'interrupted' ? this.result('interrupted') : await this.handOver(id, folder, live.lines);
    } finally {
      this.over.signal.removeEventListener('abort', onOver);
      await live.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }

  private async run(job: Job, parcels: readonly Parcel[], folder: string, live: Live, signal: AbortSignal): Promise<JobEnd> {
    const files: string[] = [];
    for (const parcel of parcels) files.push(await this.file(parcel));
    const placed = job.kind === 'train' ? { ...job, folder, ...(files.length > 0 && { files }) } : job;
    let ended: JobEnd = { type: 'interrupted' };
    await this.with_.pool.execute(
      [placed],
      {
        event: (_job, event) => live.lines.push(eventLine(event)),
        end: (_job, end) => {
          ended = end;
        },
      },
      signal,
    );
    return ended;
  }

  /** A file of a task, fetched once. */
  private async file(parcel: Parcel): Promise<string> {
    const path = join(this.scratch, parcel.sha256);
    if (!existsSync(path)) writeWhole(path, await receive(this.with_.connection.redis, parcel));
    return path;
  }

  private async handOver(id: string, folder: string, lines: readonly string[]): Promise<QueuedResult> {
    const attempt = randomUUID();
    const sent: Parcel[] = [];
    const post = async (bytes: Uint8Array): Promise<Parcel> => {
      const parcel = parcelOf(bytes, this.with_.keys.result(id, attempt, sent.length));
      sent.push(parcel);
      await send(this.with_.connection.redis, parcel, bytes, keepSeconds.result);
      return parcel;
    };
    const events = await post(Buffer.from(lines.map((line) => `${line}\n`).join('')));
    const files: { path: string; parcel: Parcel }[] = [];
    for (const path of filesOf(folder)) files.push({ path, parcel: await post(readFileSync(join(folder, path))) });
    return { ...this.result('ended'), events, files };
  }

  private result(end: QueuedResult['end']): QueuedResult {
    const { host, machine } = this.with_.card;
    return { end, files: [], worker: { host, machine } };
  }

  private async giveBack(queued: QueueJob<QueuedJob>, token: string): Promise<never> {
    await queued.moveToWait(token);
    throw new this.with_.connection.bullmq.WaitingError();
  }
}

/** What did not arrive whole may do so the next time; what cannot be written here cannot. */
const brokenEnd = (error: unknown): JobEnd =>
  error instanceof UserError && error.key === 'error.resultBroken' ? failedEnd(error) : unwritableEnd(error);

/** Files of a run that has ended, with `run.json`, which says so, as the last. */
function filesOf(folder: string): string[] {
  const all = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  return [...all.filter((path) => path !== 'run.json').sort(), ...all.filter((path) => path === 'run.json')];
}
