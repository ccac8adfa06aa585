/** A study as people write it: arms × fields × seeds, and how settings are chosen. */
import { z } from 'zod';
import { optionShape } from '../spec/option-schema.ts';
import { runSchema } from '../spec/schema.ts';
import { protocols } from './protocol/index.ts';
import { fieldAliases } from './setting.ts';

/** Every field of a run spec, none of them needed. */
const { model, ...others } = runSchema.omit({ seed: true }).partial().shape;
const runFields = { ...others, model: z.record(z.string(), z.unknown()).optional() };

/** An arm says what differs, down to a single option; whether that fits is seen in the whole spec. */
const ownFields = Object.fromEntries(Object.keys(runFields).map((name) => [name, z.unknown().optional()])) as Record<
  keyof typeof runFields,
  z.ZodOptional<z.ZodUnknown>
>;

const arm = z.strictObject({
  id: z.string().min(1).max(80).optional().describe('its name in tables and figures'),
  arm: z.string().optional().describe('what it starts from, as --arms takes it: "pre/rms", "deepnorm+deepnet", "@gpt-2"'),
  ...ownFields,
});

const axes = z.record(z.string(), z.array(z.unknown()).min(1));
const names = `${fieldAliases.join(', ')}, or a path such as optimizer.weightDecay`;

const counted = z.union([z.int().min(0).max(10_000), z.array(z.int().min(0)).max(10_000)]);

export const studySchema = z.strictObject({
  name: z.string().min(1).max(200).optional(),
  arms: z
    .array(z.union([z.string(), arm]))
    .min(1)
    .optional()
    .describe('Post, Pre and Sandwich when left out'),
  run: z.strictObject(runFields).optional().describe('fields of the run spec that all arms share'),
  tune: axes.optional().describe(`values of which each arm keeps the best, chosen on the selection seeds: ${names}`),
  vary: z
    .union([axes, z.array(z.record(z.string(), z.unknown())).min(1)])
    .optional()
    .describe(`values at each of which all arms are compared, or a list of combinations: ${names}`),
  seeds: z
    .union([z.int().min(1).max(10_000), z.strictObject({ select: counted.optional(), judge: counted.optional() })])
    .optional()
    .describe('number of judging seeds, or numbers or lists of seeds to select and to judge on'),
  protocol: z
    .union([
      z.enum(protocols.ids),
      z.discriminatedUnion(
        'id',
        protocols.members.map(({ id, options }) => z.strictObject({ id: z.literal(id), ...optionShape(options) })) as never as [
          z.ZodObject<{ id: z.ZodLiteral }>,
        ],
      ),
    ])
    .optional()
    .describe('how settings are chosen; the whole grid when left out'),
  budget: z
    .strictObject({ steps: z.int().min(1).describe('training steps, selection and judging together') })
    .optional()
    .describe('the most that each arm may take'),
});

export type StudyInput = z.input<typeof studySchema>;

/** JSON Schema (2020-12) of a study spec. */
export const studyJsonSchema = (): object => z.toJSONSchema(studySchema, { io: 'input' });
