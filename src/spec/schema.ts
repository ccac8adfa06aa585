/** The spec of one run, as people write it: everything but the model's placement has a default. */
import { z } from 'zod';
import { diagnostics } from '../diagnostic/index.ts';
import { activations } from '../model/activation/index.ts';
import { inits } from '../model/init/index.ts';
import { normalizers } from '../model/normalizer/index.ts';
import { placements } from '../model/placement/index.ts';
import { positions } from '../model/position/index.ts';
import { optimizers } from '../optim/optimizer/index.ts';
import { schedules } from '../optim/schedule/index.ts';
import { tasks } from '../task/index.ts';

const count = z.int().min(1);
const positive = z.number().gt(0);
const share = z.number().gt(0).lt(1);
/** Below 2^31, so that every engine and language can hold it. */
const seed = z
  .int()
  .min(0)
  .max(2 ** 31 - 1);

/** A member by its id alone, or with options. */
const choice = <Shape extends z.ZodRawShape>(family: { ids: readonly [string, ...string[]] }, options: Shape) =>
  z.union([z.enum(family.ids), z.strictObject({ id: z.enum(family.ids), ...options })]);

const model = z.strictObject({
  placement: choice(placements, {}).describe('where the norms sit'),
  normalizer: choice(normalizers, { eps: positive.optional() }).optional().describe('what each norm computes'),
  init: choice(inits, { std: positive.optional(), gain: positive.optional(), embeddingStd: positive.optional() }).optional(),
  activation: z.enum(activations.ids).optional(),
  position: z.enum(positions.ids).optional(),
  nLayers: count.max(1000).optional().describe('blocks of attention and feed-forward'),
  nHeads: count.optional(),
  dModel: count.max(8192).optional().describe('width of the residual stream'),
  dFf: count.optional().describe('hidden width of the feed-forward sublayer; 4 · dModel'),
  seqLen: count.max(8192).optional().describe('context in tokens'),
  dropout: z.number().min(0).lt(1).optional(),
  tiedHead: z.boolean().optional().describe('head = transposed token embedding'),
});

const task = choice(tasks, {
  files: z.array(z.string().min(1)).optional().describe('text files; the built-in book when left out'),
  textHash: z.string().optional().describe('SHA-256 of the text; a run refuses another text'),
  vocabCap: z.int().min(2).max(60_000).optional(),
  validationShare: share.optional(),
  symbols: z.int().min(2).max(1000).optional(),
  modulus: z.int().min(3).max(997).optional(),
});

const optimizer = choice(optimizers, {
  lr: positive.optional().describe('peak learning rate'),
  betas: z.tuple([z.number().min(0).lt(1), z.number().min(0).lt(1)]).optional(),
  eps: z.number().min(0).optional(),
  weightDecay: z.number().min(0).optional(),
  momentum: z.number().min(0).lt(1).optional(),
});

const schedule = choice(schedules, {
  warmupSteps: z.int().min(0).optional(),
  finalRatio: z.number().min(0).max(1).optional(),
  decayShare: share.optional(),
});

export const runSchema = z.strictObject({
  model,
  task: task.optional(),
  optimizer: optimizer.optional(),
  schedule: schedule.optional(),
  clip: positive.nullable().optional().describe('global gradient norm limit; null for none'),
  batchSize: count.max(4096).optional(),
  steps: count.optional(),
  seed: seed.optional(),
  evaluation: z.strictObject({ every: count.optional(), batches: count.optional(), finalBatches: count.optional() }).optional(),
  diagnostics: z
    .strictObject({ every: z.int().min(0).optional().describe('0: never'), series: z.array(z.enum(diagnostics.ids)).optional() })
    .optional(),
  engine: z.union([z.string(), z.strictObject({ id: z.string(), threads: count.max(256).optional() })]).optional(),
});

export type RunInput = z.input<typeof runSchema>;

/** JSON Schema (2020-12) of a run spec. */
export const runJsonSchema = (): object => z.toJSONSchema(runSchema, { io: 'input' });
