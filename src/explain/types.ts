/** Explanations as data: what `explain --json` writes and what the terminal and the docs print. */
import { z } from 'zod';

const localized = z.strictObject({ en: z.string(), zh: z.string() });
const paper = z.strictObject({ text: z.string(), url: z.string() });
const values = z.record(z.string(), z.unknown());
const text = z.string().nullable().describe('in the language asked for; null where nothing is recorded');
const option = z.strictObject({
  name: z.string(),
  default: z.union([z.number(), z.string(), z.boolean()]),
  choices: z.array(z.string()).readonly().optional(),
  about: z.string(),
});

const common = { id: z.string(), title: localized, paper };

const equation = z.strictObject({
  where: z.string().describe('sublayers it is for; empty when it is for all'),
  text: z.string(),
  letters: z
    .record(z.string(), z.string())
    .describe('letters whose value differs from place to place, with the first and the last value of each stack'),
});

const learned = z.strictObject({
  name: z.string(),
  shape: z.enum(['scalar', 'feature', 'head']),
  initial: z.number(),
  shared: z.boolean().describe('one for all sublayers of a block'),
});

const placement = z.strictObject({
  ...common,
  family: z.literal('placement'),
  depth: z.int(),
  width: z.int(),
  heads: z.int(),
  architecture: z.string(),
  normalizer: z.string(),
  options: values.describe('as given, else the defaults'),
  optionsAbout: z.array(option),
  equation: z.string().describe('all equations in one line'),
  equations: z.array(equation),
  around: z.array(z.string()).describe('what is not usual: the norms around the blocks, the normalizer, the factor on embeddings'),
  constants: z
    .record(z.string(), z.number())
    .describe(
      'published constants of the placement and its initialisation; encoder_ and decoder_ with two stacks, _first and _last where they change with the layer',
    ),
  learned: z.array(learned),
  finalNorm: z.boolean(),
  embeddingNorm: z.boolean(),
  residual: z.string().describe('how streams are kept; plain for one stream'),
  streams: z.string().describe('how several streams are joined; empty for one'),
  crossAttention: z.boolean().describe('whether it is defined for encoder-decoders'),
  parametersAdded: z.int().describe('beyond the same network without norms'),
  parametersFormula: z.string().describe('blocks × parameters in each + those around them'),
  init: z.strictObject({ id: z.string(), rule: z.string() }).nullable().describe('the initialisation it is coupled with; null for any'),
  claim: text,
  failure: text,
  differs: text,
  limits: z.array(z.string()),
  synonyms: z.array(z.string()),
  presets: z.array(z.string()),
  arm: z.string().describe('how it is named in a comparison'),
});

const normalizer = z.strictObject({
  ...common,
  family: z.literal('normalizer'),
  symbol: z.string(),
  equation: z.string(),
  eps: z.number(),
  epsAt: z.enum(['inside', 'outside', 'clamp', 'none']),
  axes: z.array(z.enum(['batch', 'position', 'feature'])).describe('what one statistic is taken over'),
  causal: z.boolean(),
  trainEvalDiffers: z.boolean(),
  invariant: z.strictObject({ scale: z.boolean(), shift: z.boolean() }),
  options: z.array(option),
  claim: text,
  traps: text,
  differs: text,
  presets: z.array(z.string()),
});

const init = z.strictObject({
  ...common,
  family: z.literal('init'),
  rule: z.string(),
  about: text,
  differs: text,
  depth: z.int(),
  constants: z.record(z.string(), z.number()),
  measured: z.boolean().describe('whether a pass over the first batch sets a part of it'),
  options: z.array(option),
  placements: z.array(z.string()).describe('placements that are coupled with it'),
  presets: z.array(z.string()),
});

const attentionNorm = z.strictObject({
  ...common,
  family: z.literal('attention-norm'),
  equation: z.string().describe('with Pre-Norm around it'),
  about: text,
  options: z.array(option),
  presets: z.array(z.string()),
});

const preset = z.strictObject({
  ...common,
  family: z.literal('preset'),
  model: values,
  equation: z.string(),
  differs: z.string().describe('in what the published model differs from it still'),
});

const ofStacks = z.union([z.boolean(), z.record(z.string(), z.boolean())]).describe('by stack where two differ');

const model = z.strictObject({
  id: z.string().describe('the file or the arm, as it was asked for'),
  family: z.literal('model'),
  title: localized.describe('of its placement'),
  placement: z.string(),
  equation: z.string().describe('all equations in one line'),
  equations: z.array(equation),
  around: z.array(z.string()).describe('what is not usual: the norms around the blocks, the normalizer, the factor on embeddings'),
  constants: z.record(z.string(), z.number()).describe('published constants of its placement and its initialisation'),
  learned: z.array(learned),
  normalizer: z.strictObject({ choice: z.string(), symbol: z.string(), equation: z.string(), eps: z.number().nullable() }),
  finalNorm: ofStacks,
  embeddingNorm: ofStacks,
  residual: z.string(),
  streams: z.string(),
  init: z.strictObject({ choice: z.string(), rule: z.string() }),
  model: z.record(z.string(), z.string()).describe('further fields, defaults filled in'),
  parameters: z.strictObject({
    total: z.int(),
    lines: z
      .array(z.strictObject({ name: z.string(), shape: z.array(z.int()).readonly(), times: z.int() }))
      .readonly()
      .describe('those of equal blocks in one line'),
  }),
  warnings: z.array(z.string()),
});

export const explanationSchema = z.discriminatedUnion('family', [placement, normalizer, init, attentionNorm, preset, model]);

export type Explanation = z.infer<typeof explanationSchema>;
export type ExplanationOf<F extends Explanation['family']> = Extract<Explanation, { family: F }>;
