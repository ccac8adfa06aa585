/** The result as `--json` writes it; the schema is what `normlab schema compare` prints. */
import { z } from 'zod';
import type { StudyResult } from './types.ts';

const finite = z.number();
const maybe = finite.nullable();

const fields = z.record(z.string(), z.unknown());

const run = z.strictObject({
  stage: z.enum(['select', 'judge']),
  seed: z.int(),
  lr: finite,
  warmup: z.int(),
  fields: fields.optional().describe('further fields of the spec that were tried, by path'),
  status: z.enum(['finished', 'diverged', 'failed', 'interrupted']),
  evalLoss: maybe.describe('validation loss at the end, nats per token; null unless finished'),
  steps: z.int().describe('steps that ran'),
  startLoss: z
    .union([finite, z.enum(['NaN', 'Infinity', '-Infinity'])])
    .nullable()
    .describe('training loss at step 0; what a diverged run is scored at'),
  reason: z.string().optional(),
});

const arm = z.strictObject({
  id: z.string(),
  equation: z.string(),
  lr: maybe.describe('chosen on the selection seeds'),
  warmup: z.int().nullable(),
  fields: fields.optional().describe('chosen values of whatever else was tried, by path'),
  base: z.string().optional().describe('the arm as the study names it, before fields were varied'),
  varied: fields.optional().describe('what the study varied to make this arm, by path'),
  parameters: z.int(),
  runs: z.array(run).describe('every run tried'),
  evalLoss: z
    .strictObject({ mean: maybe, low: maybe, high: maybe, n: z.int() })
    .describe('judging runs that finished, with a 95% t interval'),
  survival: z
    .strictObject({ rate: maybe, low: maybe, high: maybe })
    .describe('share of judging runs that did not diverge, with a 95% Wilson interval'),
  warnings: z.array(z.string()),
});

const pair = z.strictObject({
  a: z.string(),
  b: z.string(),
  difference: maybe.describe('mean of loss(a) - loss(b) over paired judging seeds; a diverged run counts at its starting loss'),
  low: maybe,
  high: maybe,
  pValue: maybe.describe('paired t test, Holm-corrected over all pairs'),
  verdict: z.enum(['better', 'worse', 'no difference shown']),
  n: z.int(),
  moreSeeds: z.int().nullable().describe('further seeds that would show a difference of this size, 80% power'),
});

export const compareJsonSchema = z.strictObject({
  arms: z.array(arm),
  pairs: z.array(pair),
  engine: z.strictObject({ id: z.string(), threads: z.int(), version: z.string(), device: z.string() }),
  command: z.string(),
  task: z.strictObject({
    id: z.string(),
    title: z.string(),
    vocabSize: z.int(),
    bigramEntropy: maybe.describe('character-bigram entropy of the validation split, nats per token'),
    uniformEntropy: finite,
    notes: z.array(z.string()),
  }),
  settings: z.record(z.string(), z.unknown()),
  grid: z.strictObject({
    lr: z.array(finite),
    warmup: z.array(z.int()),
    fields: z.record(z.string(), z.array(z.unknown())).optional(),
    selectSeeds: z.array(z.int()),
    judgeSeeds: z.array(z.int()),
  }),
  protocol: z.looseObject({ id: z.string() }).describe('how settings were chosen'),
  name: z.string().nullable().describe('of the study, where people gave one'),
  interrupted: z.boolean(),
  seconds: finite,
  version: z.string(),
  date: z.string(),
});

export type CompareJson = z.infer<typeof compareJsonSchema>;

/** Numbers only: figures and curves stay in the report and in the runs' files. */
export function toCompareJson({ arms, pairs, ...rest }: StudyResult): CompareJson {
  return {
    arms: arms.map(({ id, equation, lr, warmup, fields, base, varied, parameters, runs, evalLoss, survival, warnings }) => ({
      id,
      equation,
      lr,
      warmup,
      ...filled({ fields }),
      ...(base !== id && { base, varied }),
      parameters,
      runs: runs.map((record) => ({
        stage: record.stage,
        seed: record.seed,
        lr: record.lr,
        warmup: record.warmup,
        ...filled({ fields: record.fields }),
        status: record.status,
        evalLoss: record.evalLoss,
        steps: record.steps,
        startLoss: record.startLoss,
        ...(record.reason !== undefined && { reason: record.reason }),
      })),
      evalLoss,
      survival,
      warnings: [...warnings],
    })),
    pairs: [...pairs],
    ...rest,
    task: { ...rest.task, notes: [...rest.task.notes] },
    grid: {
      lr: [...rest.grid.lr],
      warmup: [...rest.grid.warmup],
      ...filled({ fields: mutable(rest.grid.fields) }),
      selectSeeds: [...rest.grid.selectSeeds],
      judgeSeeds: [...rest.grid.judgeSeeds],
    },
  };
}

/** Nothing for a record without entries: most studies try learning rates and warm-ups alone. */
const filled = <T extends object>({ fields }: { readonly fields: T }): { fields?: T } => (Object.keys(fields).length > 0 ? { fields } : {});

const mutable = (lists: Readonly<Record<string, readonly unknown[]>>): Record<string, unknown[]> =>
  Object.fromEntries(Object.entries(lists).map(([path, values]) => [path, [...values]]));
