/** The spec of one run, as people write it: everything but the model's placement has a default. */
import { z } from 'zod';
import { message } from '../core/message/index.ts';
import { diagnostics } from '../diagnostic/index.ts';
import { activations } from '../model/activation/index.ts';
import { architectures } from '../model/architecture/index.ts';
import { attentionNorms } from '../model/attention-norm/index.ts';
import { inits } from '../model/init/index.ts';
import { layerDropOptions } from '../model/layer-drop.ts';
import { normalizers } from '../model/normalizer/index.ts';
import { placements } from '../model/placement/index.ts';
import { positions } from '../model/position/index.ts';
import { optimizers } from '../optim/optimizer/index.ts';
import { schedules } from '../optim/schedule/index.ts';
import { stopRules } from '../optim/stop-rule/index.ts';
import { tasks } from '../task/index.ts';
import { customFields } from './custom-schema.ts';
import { memberSchema, optionShape, perStack } from './option-schema.ts';
import { presets } from './preset/index.ts';
import { spoken } from './problems.ts';

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

const eps = { eps: positive.optional().describe('as the normalizer has it when left out') };
const embeddingStd = {
  embeddingStd: z
    .union([positive, z.string()])
    .optional()
    .describe('deviation of token and position embeddings, a number or a formula of the width: 0.02, "1/sqrt(width)", "sqrt(2/5)"'),
};

const embeddingScale = z
  .union([positive, z.string()])
  .optional()
  .describe('factor on token embeddings, a number or a formula of the width: "sqrt(width)"; none when left out');

const dropRate = z
  .number()
  .min(0)
  .max(layerDropOptions.rate.max ?? 1);

const modelFields = z.strictObject({
  preset: z.enum(presets.ids).optional().describe('a published recipe; what else the model says overrides it'),
  placement: memberSchema(placements, ({ id }): z.ZodRawShape => (id === 'custom' ? customFields : {}))
    .optional()
    .describe('where the norms sit; needed unless a preset says it'),
  normalizer: memberSchema(normalizers, () => eps)
    .optional()
    .describe('what each norm computes'),
  attentionNorm: memberSchema(attentionNorms).optional().describe('norms on queries, keys and values'),
  finalNorm: perStack(z.boolean())
    .optional()
    .describe('norm behind the last block, for all stacks or for each; as the placement has it when left out'),
  embeddingNorm: perStack(z.boolean())
    .optional()
    .describe('norm behind the embedding, for all stacks or for each; as the placement has it when left out'),
  memoryNorm: z
    .boolean()
    .optional()
    .describe('norm in each cross-attention on what the encoder returned; as the placement has it when left out'),
  embeddingScale,
  init: memberSchema(inits, () => embeddingStd).optional(),
  architecture: z.enum(architectures.ids).optional().describe('as the task needs it when left out'),
  activation: z.enum(activations.ids).optional(),
  position: z.enum(positions.ids).optional(),
  nLayers: count.max(1000).optional().describe('blocks of attention and feed-forward'),
  nEncoderLayers: count.max(1000).optional().describe('blocks of the encoder of an encoder-decoder; as many as nLayers when left out'),
  nHeads: count.optional(),
  nKvHeads: count.optional().describe('heads of keys and values; as many as nHeads when left out'),
  dModel: count.max(8192).optional().describe('width of the residual stream'),
  dFf: count.optional().describe('hidden width of the feed-forward sublayer; 4 · dModel, for gated activations two thirds of it'),
  seqLen: count.max(8192).optional().describe('context in tokens'),
  bias: z.boolean().optional().describe('biases in the matrices of the blocks'),
  dropout: z.number().min(0).lt(1).optional(),
  layerDrop: z
    .union([dropRate, z.strictObject(optionShape(layerDropOptions))])
    .optional()
    .describe('blocks or branches that training leaves out by chance: a rate for blocks, or { rate, unit, growth }'),
  labelSmoothing: z
    .number()
    .min(0)
    .lt(1)
    .optional()
    .describe('share of each target that training spreads over all classes; evaluation is plain'),
  tiedHead: z.boolean().optional().describe('head = transposed token embedding'),
});

const model = modelFields.refine((fields) => fields.placement !== undefined || fields.preset !== undefined, {
  path: ['placement'],
  error: () => message(spoken(), 'spec.placementNeeded'),
});

/** Fields of the tasks that read files. */
const files = {
  files: z.array(z.string().min(1)).optional().describe('files to learn from, in order; what the task brings along when left out'),
  textHash: z.string().optional().describe('SHA-256 of what the files hold; a run refuses anything else'),
};

const task = memberSchema(tasks, ({ reads }): z.ZodRawShape => (reads ? files : {}));

const optimizer = choice(optimizers, {
  lr: positive.optional().describe('peak learning rate'),
  betas: z.tuple([z.number().min(0).lt(1), z.number().min(0).lt(1)]).optional(),
  eps: z.number().min(0).optional(),
  weightDecay: z.number().min(0).optional(),
  momentum: z.number().min(0).lt(1).optional(),
});

/** Schedules that set their peak themselves. */
const scaled = schedules.members.flatMap(({ id, peak }) => (peak ? [id] : [])).join(', ');

const schedule = choice(schedules, {
  warmupSteps: z.int().min(0).optional(),
  finalRatio: z.number().min(0).max(1).optional(),
  decayShare: share.optional(),
  factor: positive.optional().describe(`factor on the rate; of ${scaled}`),
}).refine((given) => typeof given === 'string' || given.factor === undefined || schedules.get(given.id).peak !== undefined, {
  path: ['factor'],
  error: () => message(spoken(), 'spec.factor', { scaled }),
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
  stop: z.array(memberSchema(stopRules)).max(8).optional().describe('rules that end a run early, asked at every evaluation'),
  checkpointSeconds: z.number().min(0).optional().describe('time between checkpoints of a run that is written to files; changes no number'),
  evaluation: z.strictObject({ every: count.optional(), batches: count.optional(), finalBatches: count.optional() }).optional(),
  diagnostics: z
    .strictObject({ every: z.int().min(0).optional().describe('0: never'), series: z.array(z.enum(diagnostics.ids)).optional() })
    .optional(),
  engine: z.union([z.string(), z.strictObject({ id: z.string(), threads: count.max(256).optional() })]).optional(),
});

export type RunInput = z.input<typeof runSchema>;

/** JSON Schema (2020-12) of a run spec. */
export const runJsonSchema = (): object => z.toJSONSchema(runSchema, { io: 'input' });
