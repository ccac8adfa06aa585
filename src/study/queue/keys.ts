/** Names in Redis. The jobs themselves lie where BullMQ puts them. */
import { UserError } from '../../core/errors.ts';

export const defaultQueue = 'normlab';

export interface Keys {
  /** Before all names of BullMQ. */
  readonly prefix: string;
  /** Runs of one version: others never see them. */
  readonly queue: string;
  readonly cards: (kind: CardKind) => string;
  readonly card: (kind: CardKind, id: string) => string;
  readonly events: (job: string) => string;
  /** While it is there, nobody wants the job any more. */
  readonly stop: (job: string) => string;
  readonly result: (job: string, attempt: string, n: number) => string;
  readonly file: (sha256: string) => string;
}

export type CardKind = 'worker' | 'study';

/** @throws UserError for a name that Redis or BullMQ would misread. */
export function keysOf(queue: string, version: string): Keys {
  if (!/^[\w.-]+$/.test(queue)) throw new UserError('error.queueName', { given: queue });
  const own = `normlab:${queue}`;
  return {
    prefix: 'normlab',
    queue: `${queue}@${version}`,
    cards: (kind) => `${own}:${kind}s`,
    card: (kind, id) => `${own}:${kind}:${id}`,
    events: (job) => `${own}@${version}:events:${job}`,
    stop: (job) => `${own}@${version}:stop:${job}`,
    result: (job, attempt, n) => `${own}@${version}:result:${job}:${attempt}:${n}`,
    file: (sha256) => `${own}:file:${sha256}`,
  };
}

/** Seconds after which what nobody fetched goes by itself. */
export const keepSeconds = { result: 7 * 86_400, events: 86_400, file: 86_400, stop: 120, card: 15 } as const;

/** Attempts at a run that fails or whose workers die. */
export const maxAttempts = 3;
