/** The schema of custom placements, made from the fields a plan has. What the fields may mean together, the model checks. */
import { z } from 'zod';
import { message } from '../core/message/index.ts';
import { normalizers } from '../model/normalizer/index.ts';
import { normFields, scaleFields } from '../model/placement/types.ts';
import { residuals } from '../model/residual/index.ts';
import { memberSchema, perStack } from './option-schema.ts';
import { spoken } from './problems.ts';

const sublayer = z.enum(['attn', 'cross', 'ffn']);
const origin = z.enum(['stream', 'block']);

const normSite = z
  .union(
    [
      z.literal(true),
      z.enum(normalizers.ids),
      z.strictObject({
        normalizer: z.enum(normalizers.ids).optional().describe("the model's own when left out"),
        gain: z.number().optional().describe('what its gain starts at'),
        shared: z.boolean().optional().describe('one norm for all sublayers of the block'),
        acrossHeads: z
          .boolean()
          .optional()
          .describe('for q, k, v and inner of attention: over all heads together; inner is so when left out'),
        eachHead: z.boolean().optional().describe('for the same: a gain of its own for each head'),
        afterRotation: z.boolean().optional().describe('for q, k: behind the rotation by position instead of before it'),
      }),
    ],
    { error: () => message(spoken(), 'spec.ownNorm', { choices: normalizers.ids.map((id) => `"${id}"`) }) },
  )
  .optional();

const scale = z.union([z.number(), z.string().min(1)]).optional();

const described = (fields: Readonly<Record<string, { about: string }>>, schema: z.ZodType): z.ZodRawShape =>
  Object.fromEntries(Object.entries(fields).map(([name, { about }]) => [name, schema.describe(about)]));

const rule = z.strictObject({
  sublayers: z.array(sublayer).min(1).optional().describe('branches it is for; all when left out'),
  layers: z
    .union([z.int().min(1), z.string()])
    .optional()
    .describe('blocks it is for, from 1: 3, "2-5", "2-", "-4"; all when left out'),
  from: origin.optional().describe('what the branch reads'),
  identity: z.array(origin).min(1).optional().describe('what the sum keeps beside the branch'),
  sumDetached: z.boolean().optional().describe('no gradient through the factor on the sum'),
  ...described(normFields, normSite),
  ...described(scaleFields, scale),
});

/** Fields of `placement: { id: custom, … }`. */
export const customFields: z.ZodRawShape = {
  name: z.string().trim().min(1).max(60).optional().describe('what it is called as an arm; changes no number'),
  rules: z.array(rule).max(100).optional(),
  finalNorm: perStack(z.boolean()).optional(),
  embeddingNorm: perStack(z.boolean()).optional(),
  residual: memberSchema(residuals).optional().describe('how the stream is kept; one plain stream when left out'),
};
