/** A connection to Redis that survives its restart, with an end to its patience. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { FailureError, UserError } from '../../core/errors.ts';

export type { Redis };
export type BullMq = typeof import('bullmq');

export interface Connection {
  readonly redis: Redis;
  readonly bullmq: BullMq;
  /** The address without its password. */
  readonly shown: string;
  /** Rejects when patience is over; never resolves. */
  readonly lost: Promise<never>;
  close(): void;
}

export interface ConnectOptions {
  readonly url: string | undefined;
  /** How long Redis may be away once it had answered. */
  readonly patienceSeconds: number;
  readonly onAway?: () => void;
  readonly onBack?: () => void;
}

const firstSeconds = 5;
const noAnswer = 'no answer';

/** @throws UserError for an address that is none, FailureError when packages are missing or nothing answers within seconds. */
export async function connect({ url = process.env.NORMLAB_REDIS, patienceSeconds, onAway, onBack }: ConnectOptions): Promise<Connection> {
  if (url === undefined || url === '') throw new UserError('error.redisMissing');
  const shown = shownUrl(url);
  const { bullmq, ioredis } = await packages();
  const state = { ready: false, closing: false, since: performance.now(), detail: noAnswer, gone: (_error: Error) => {} };
  const lost = new Promise<never>((_resolve, reject) => {
    state.gone = reject;
  });
  lost.catch(() => undefined);
  const patience = () => (state.ready ? patienceSeconds : firstSeconds);
  const redis = new ioredis.Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: null,
    connectTimeout: 4000,
    // BullMQ makes further connections with these options: they go by what the first one sees.
    retryStrategy: (times) => (state.since > 0 && performance.now() - state.since > 1000 * patience() ? null : Math.min(100 * times, 1000)),
  });
  redis.on('error', (error: Error) => {
    state.detail = reason(error);
  });
  redis.on('close', () => {
    if (state.since > 0 || state.closing) return;
    state.since = performance.now();
    onAway?.();
  });
  redis.on('ready', () => {
    if (state.ready && state.since > 0) onBack?.();
    [state.ready, state.since] = [true, 0];
  });
  redis.on('end', () => state.gone(new FailureError('error.redisLost', { redis: shown, seconds: patience(), detail: state.detail })));
  try {
    await Promise.race([
      firstAnswer(redis),
      sleep(1000 * (firstSeconds + 1), undefined, { ref: false }).then(() => Promise.reject(new Error(noAnswer))),
    ]);
  } catch (error) {
    redis.disconnect();
    // The command says that the connection closed; the connection said why.
    const detail = state.detail === noAnswer ? reason(error) : state.detail;
    throw new FailureError('error.redisUnreachable', { redis: shown, detail });
  }
  // BullMQ copies the connection with its options, and a lazy copy that is refused once is never tried again.
  redis.options.lazyConnect = false;
  const close = (): void => {
    state.closing = true;
    redis.disconnect();
  };
  return { redis, bullmq, shown, lost, close };
}

async function firstAnswer(redis: Redis): Promise<void> {
  await redis.connect();
  await redis.ping();
}

async function packages() {
  try {
    const [bullmq, ioredis] = await Promise.all([import('bullmq'), import('ioredis')]);
    return { bullmq, ioredis };
  } catch (error) {
    throw new FailureError('error.noBullmq', { detail: (error as Error).message.split('\n')[0] as string });
  }
}

/** @throws UserError when it is no address; a password is never shown. */
function shownUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^rediss?:$/.test(parsed.protocol) || parsed.hostname === '')
    throw new UserError('error.redisUrl', { given: url.replace(/\/\/.*@/, '//…@') });
  return `${parsed.protocol}//${parsed.host}${parsed.pathname.replace(/^\/$/, '')}`;
}

const reason = (error: unknown): string => {
  const { message, code, errors } = error as NodeJS.ErrnoException & { errors?: Error[] };
  return (message || errors?.[0]?.message || code || String(error)).split('\n')[0] as string;
};
