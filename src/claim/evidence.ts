/** What is kept of a claim that was measured: the numbers its verdict needs, and what they cost. */
import { z } from 'zod';
import { UserError } from '../core/errors.ts';
import { fromJsonNumber } from '../core/json.ts';
import type { Numbers } from './types.ts';

const number = z.union([z.number(), z.literal(['NaN', 'Infinity', '-Infinity'])]).transform((value) => fromJsonNumber(value));

const line = z.strictObject({
  id: z.string(),
  cells: z.array(z.strictObject({ at: z.union([z.number(), z.string()]), values: z.array(number) })),
});

const schema = z.strictObject({
  format: z.literal(1),
  id: z.string(),
  /** A hash of what was asked: evidence of another question is not evidence. */
  asked: z.string(),
  numbers: z.record(z.string(), z.array(line)),
  /** Training runs and measured models. */
  runs: z.int().min(0),
  /** Of one process, shared with the other claims that read the same runs. */
  seconds: z.number(),
  command: z.string(),
  version: z.string(),
  date: z.string(),
  engine: z.strictObject({ id: z.string(), threads: z.int(), version: z.string(), device: z.string() }).nullable(),
});

export interface Evidence extends Omit<z.infer<typeof schema>, 'numbers'> {
  readonly numbers: Numbers;
}

/** @throws UserError when the text is not evidence. */
export function readEvidence(text: string, file: string): Evidence {
  try {
    return schema.parse(JSON.parse(text)) as Evidence;
  } catch (error) {
    const reason =
      error instanceof z.ZodError ? `${error.issues[0]?.path.join('.')}: ${error.issues[0]?.message}` : (error as Error).message;
    throw new UserError('error.claimEvidence', { file, reason });
  }
}
