/** Errors as plain data: on their way from a worker they would lose their fields. */
import { type MessageValues, UserError } from 'normlab/web';

export interface Told {
  readonly key: string;
  readonly values: MessageValues;
}

export const told = (error: unknown): Told =>
  error instanceof UserError
    ? { key: error.key, values: error.values }
    : { key: 'error.unexpected', values: { detail: error instanceof Error ? error.message : String(error) } };
