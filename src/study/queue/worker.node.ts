/** A machine that works on the runs of a queue. */
import type { Job as QueueJob, Worker as QueueWorker } from 'bullmq';
import type { MessageKey, MessageValues } from '../../core/message/index.ts';
import { Pool } from '../pool.node.ts';
import { version } from '../version.node.ts';
import { Cards, renewMs } from './cards.node.ts';
import { type Keys, keysOf, maxAttempts } from './keys.ts';
import { EnginesHere, machineCard } from './machine.node.ts';
import { type Connection, connect } from './redis.node.ts';
import { Shift } from './shift.node.ts';
import type { QueuedJob, QueuedResult } from './wire.ts';

export interface WorkOptions {
  readonly redis: string | undefined;
  readonly queue: string;
  /** Runs at a time. */
  readonly jobs: number;
  readonly say: (key: MessageKey, values?: MessageValues) => void;
  /** Ends the work; what runs goes back to the queue. */
  readonly signal: AbortSignal;
  /** Milliseconds for which a worker holds a run without a sign of life; 12 000 when left out. */
  readonly lockMs?: number;
}

const patienceMinutes = 10;
const farewellMs = 15_000;

/**
 * Works until the signal says stop.
 *
 * @throws UserError or FailureError when Redis is not to be reached, or a run asks for an engine that is not available here.
 */
export async function workQueue({ redis: url, queue, jobs, say, signal, lockMs = 12_000 }: WorkOptions): Promise<void> {
  const keys = keysOf(queue, version);
  const connection = await connect({
    url,
    patienceSeconds: 60 * patienceMinutes,
    onAway: () => say('cli.worker.lost', { minutes: patienceMinutes }),
    onBack: () => say('cli.worker.back'),
  });
  const pool = new Pool(jobs);
  const engines = new EnginesHere();
  const card = machineCard(jobs);
  const post = new Post(connection, keys, card, engines, say);
  let unfit: (error: unknown) => void = () => undefined;
  const unable = new Promise<never>((_resolve, reject) => {
    unfit = reject;
  });
  unable.catch(() => undefined);
  const shift = new Shift({ connection, keys, pool, engines, card, say, unfit, signal });
  const worker = open(connection, keys, { jobs, lockMs }, (job, token) => shift.work(job, token));
  try {
    await post.renew();
    say('cli.worker.ready', {
      version,
      host: card.host,
      machine: card.machine,
      cores: card.cores,
      jobs,
      queue,
      redis: connection.shown,
    });
    await Promise.race([aborted(signal), connection.lost, unable]);
  } finally {
    shift.end();
    await Promise.race([farewell(worker, post), wait(farewellMs), connection.lost.catch(() => undefined)]);
    await pool.close();
    connection.close();
  }
}

function open(
  { bullmq, redis }: Connection,
  { queue, prefix }: Keys,
  { jobs, lockMs }: { readonly jobs: number; readonly lockMs: number },
  work: (job: QueueJob<QueuedJob>, token: string) => Promise<QueuedResult>,
): QueueWorker {
  const worker = new bullmq.Worker<QueuedJob, QueuedResult>(queue, (job, token) => work(job, token ?? ''), {
    connection: redis,
    prefix,
    concurrency: jobs,
    // A worker that died is noticed after one lock and one look.
    lockDuration: lockMs,
    lockRenewTime: lockMs / 3,
    stalledInterval: lockMs / 3,
    maxStalledCount: maxAttempts - 1,
    drainDelay: 1,
  });
  // Connections tell of their troubles themselves; a job that another worker has taken over is none.
  worker.on('error', () => undefined);
  return worker;
}

async function farewell(worker: QueueWorker, post: Post): Promise<void> {
  await post.leave();
  await worker.close();
}

/** Keeps the worker's card in its place, and looks who else is there. */
class Post {
  private readonly cards: Cards;
  private readonly warned = new Set<string>();
  private readonly timer: NodeJS.Timeout;

  constructor(
    connection: Connection,
    keys: Keys,
    private readonly card: ReturnType<typeof machineCard>,
    private readonly engines: EnginesHere,
    private readonly say: WorkOptions['say'],
  ) {
    this.cards = new Cards(connection.redis, keys);
    this.timer = setInterval(() => void this.renew().catch(() => undefined), renewMs);
  }

  async renew(): Promise<void> {
    for (const study of await this.cards.all('study')) {
      if (study.version === version) for (const id of study.engines) await this.engines.describe(id).catch(() => undefined);
      else this.warn(study.version);
    }
    await this.cards.show('worker', { ...this.card, engines: this.engines.known });
  }

  async leave(): Promise<void> {
    clearInterval(this.timer);
    await this.cards.withdraw('worker', this.card.id);
  }

  private warn(theirs: string): void {
    if (this.warned.has(theirs)) return;
    this.warned.add(theirs);
    this.say('cli.worker.otherVersion', { theirs, ours: version });
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());
