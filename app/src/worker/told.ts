/** Errors as plain data: on their way from a worker they would lose their fields. */
import { type MessageValues, UserError } from 'normlab/web';

export interface Told {
  readonly key: string;
  readonly values: MessageValues;
}

/** Resolves, if ever, when a worker cannot be loaded or breaks down: whoever waits for its answer would wait for ever. */
export const broken = (worker: Worker): Promise<Told> =>
  new Promise((resolve) => {
    worker.addEventListener('error', () => resolve({ key: 'lab.workerLost', values: {} }), { once: true });
  });

export const told = (error: unknown): Told =>
  error instanceof UserError
    ? { key: error.key, values: error.values }
    : { key: 'error.unexpected', values: { detail: error instanceof Error ? error.message : String(error) } };
