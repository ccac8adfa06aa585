/** The spec of a kit, from what people write or a folder holds. */
import { z } from 'zod';
import { UserError } from '../core/errors.ts';
import type { DataShape } from '../model/types.ts';
import { parseRun } from '../spec/parse.ts';
import type { RunInput } from '../spec/schema.ts';
import { withTask } from '../spec/with-task.ts';
import { kitShape } from './question.ts';
import { type KitSpec, kitFormat } from './types.ts';

const count = z.int().min(1).max(1024);

const shapeSchema = z
  .object({
    vocabSize: z.int().min(0).max(100_000),
    classes: count,
    readout: z.enum(['token', 'sequence']),
    patchSize: z.int().min(0).max(4096),
    sourceLen: z.int().min(0).max(1024),
    padding: z.int().min(-1),
    seqLen: count,
  })
  .refine(({ vocabSize, patchSize }) => vocabSize > 0 || patchSize > 0, 'a model reads tokens or patches');

const shapeFields: readonly string[] = Object.keys(kitShape('decoder'));

/** A task that each architecture can be used with: only so that the model is checked as any other is. */
const tasks: Readonly<Record<string, string>> = { decoder: 'copy', encoder: 'masked-text', 'encoder-decoder': 'translation' };

/** Sizes of a kit that says nothing: small enough to read, large enough that no two axes are equal. */
const small = { nLayers: 2, nHeads: 2, dModel: 8, dFf: 12, seqLen: 6 };

export interface KitInput {
  readonly model: Partial<RunInput['model']>;
  readonly shape?: Partial<DataShape>;
  readonly batchSize?: number;
  readonly steps?: number;
  readonly optimizer?: RunInput['optimizer'];
  readonly clip?: number | null;
}

/** @throws UserError when a field does not fit. */
export function kitSpec({ model: input, shape, batchSize = 3, steps = 1, optimizer, clip }: KitInput): KitSpec {
  const architecture = input.architecture ?? 'decoder';
  const task = tasks[architecture] ?? 'copy';
  // The length is the kit's own: a task may have another.
  const { seqLen, ...model } = { ...small, ...input, architecture };
  const run = parseRun({ model: model as RunInput['model'], task, batchSize, steps: Math.max(2, steps), optimizer, clip });
  const found = shapeSchema.safeParse({ ...kitShape(architecture), ...shape, seqLen });
  if (!found.success)
    throw new UserError('error.kitShape', {
      detail: found.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
    });
  return {
    format: kitFormat,
    model: withTask({ ...run.model, seqLen: found.data.seqLen }, 'conformance', found.data),
    batchSize: run.batchSize,
    optimizer: run.optimizer,
    clip: run.clip,
    steps,
  };
}

/** The spec a folder holds, checked like one that was typed. @throws UserError when it is none. */
export function readKitSpec(raw: unknown): KitSpec {
  const { model = {}, batchSize, steps, optimizer, clip } = (raw ?? {}) as Record<string, unknown>;
  const fields = Object.entries(model as Record<string, unknown>);
  const ofShape = ([key]: [string, unknown]) => shapeFields.includes(key);
  const own = Object.fromEntries(fields.filter((field) => !ofShape(field)));
  const { nEncoderLayers, ...rest } = own;
  return kitSpec({
    model: (own.architecture === 'encoder-decoder' ? own : rest) as KitInput['model'],
    shape: Object.fromEntries(fields.filter(ofShape)) as Partial<DataShape>,
    batchSize: batchSize as number,
    steps: count.catch(1).parse(steps),
    optimizer: optimizer as KitInput['optimizer'],
    clip: clip as number | null,
  });
}
