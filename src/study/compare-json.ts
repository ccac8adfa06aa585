/** The result as `--json` writes it; the schema is what `normlab schema compare` prints. */
import { z } from 'zod';
import type { Language } from '../core/message/index.ts';
import { caveats } from './caveats.ts';
import type { ArmResult, RunRecord, StudyResult } from './types.ts';

const finite = z.number();
const maybe = finite.nullable();
/** A measured number: one that is none is written as a word. */
const measured = z.union([finite, z.literal(['NaN', 'Infinity', '-Infinity'])]).nullable();

const fields = z.record(z.string(), z.unknown());

const estimate = z.strictObject({
  mean: measured,
  low: measured,
  high: measured,
  n: z.int(),
  leftOut: z.int().describe('runs that the mean leaves out: diverged, failed, interrupted or never run'),
});

const run = z.strictObject({
  stage: z.enum(['select', 'judge']),
  seed: z.int(),
  lr: finite,
  warmup: z.int(),
  fields: fields.optional().describe('further fields of the spec that were tried, by path'),
  status: z.enum(['finished', 'diverged', 'failed', 'interrupted']),
  evalLoss: measured.describe('validation loss at the end, nats per token; null unless finished'),
  steps: z.int().describe('steps that ran'),
  startLoss: measured.describe('training loss at step 0; what a diverged run is scored at'),
  reason: z.string().optional(),
});

const noise = z.strictObject({ sd: finite, low: finite, high: finite, n: z.int() });

const sweep = z.strictObject({
  warmup: z.int(),
  fields: fields.optional(),
  chosen: z.boolean().describe('whether the arm was judged with this warm-up and these fields'),
  rates: z.array(
    z.strictObject({
      lr: finite,
      loss: estimate.describe('selection runs that finished'),
      diverged: z.int(),
      told: z.int().describe('runs of which it is known how they ended'),
    }),
  ),
  sensitivity: estimate
    .extend({ reasons: z.record(z.string(), z.int()).describe('why seeds were left out') })
    .describe('expected loss above the best over the range of learning rates, nats, a diverged run at its starting loss; over seeds'),
  tolerated: maybe.describe('largest tried learning rate up to which no run diverged'),
  lost: maybe.describe('smallest learning rate that lost a run; null when none did'),
});

const warmup = z.strictObject({
  lr: finite,
  fields: fields.optional(),
  tried: z.array(z.int()),
  shortest: z.int().nullable().describe('shortest warm-up with which all runs survived'),
  lapses: z.array(z.int()).describe('longer warm-ups with which some diverged all the same'),
});

const ramp = z.strictObject({
  to: finite.describe('top of the ramp'),
  fields: fields.optional(),
  median: maybe.describe('learning rate that broke the run, median over seeds; one that bore the whole ramp counts at its top'),
  least: maybe,
  most: maybe,
  unbroken: z.int().describe('runs that learned, and bore the whole ramp'),
  unlearned: z.int().describe('runs that neither learned nor broke; left out'),
  runs: z.array(
    z.strictObject({
      seed: z.int(),
      rate: maybe.describe('at which it broke; null when it bore the whole ramp'),
      highest: maybe.describe('at which it still held'),
      step: z.int().nullable(),
      reason: z.enum(['loss-not-finite', 'loss-rose', 'diverged']).nullable(),
      lowest: maybe.describe('least smoothed training loss before it broke'),
    }),
  ),
});

const survivalPoint = z.strictObject({
  step: z.int(),
  atRisk: z.int(),
  diverged: z.int(),
  censored: z.int(),
  survival: finite,
  low: maybe,
  high: maybe,
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
  evalLoss: estimate.describe('judging runs that finished, with a 95% t interval'),
  interquartile: z
    .strictObject({ estimate: measured, low: measured, high: measured, n: z.int() })
    .nullable()
    .describe('mean of the middle half of the judging runs, a diverged one as infinite, with a 95% percentile interval'),
  noise: noise.nullable().describe('standard deviation of the loss over judging seeds, with a 95% interval; runs that finished'),
  meanRank: maybe.describe('mean over judging seeds of the rank among the arms it is compared with, 1 is best, a diverged run last'),
  survival: z
    .strictObject({ rate: maybe, low: maybe, high: maybe })
    .describe('share of judging runs that did not diverge (of all runs where nothing is judged), with a 95% Wilson interval'),
  survivalCurve: z.array(survivalPoint).describe('share of the same runs that had not diverged yet, over steps (Kaplan-Meier)'),
  sweeps: z.array(sweep).describe('what the learning rate does, for each warm-up and each choice of further fields'),
  warmups: z.array(warmup).describe('what the warm-up does at each learning rate'),
  ramps: z.array(ramp).optional().describe('where the learning rate rose over the whole training: what broke the runs'),
  warnings: z.array(z.string()),
});

const pair = z.strictObject({
  a: z.string(),
  b: z.string(),
  difference: maybe.describe('mean of loss(a) - loss(b) over paired judging seeds; a diverged run counts at its starting loss'),
  low: maybe.describe('95% t interval'),
  high: maybe,
  bootstrapLow: measured.describe('95% studentized bootstrap interval; null with fewer than four pairs of runs'),
  bootstrapHigh: measured,
  pValue: maybe.describe('two-sided paired test, Holm-corrected over all pairs'),
  test: z.enum(['t', 'sign-flip']).nullable().describe('which test: sign-flip where so many pairs can come below 5%, else t'),
  verdict: z.enum(['better', 'worse', 'no difference shown']),
  n: z.int(),
  leftOut: z.int().describe('judging seeds that the difference leaves out'),
  diverged: z.int().describe('runs among the pairs that diverged and count at their starting loss'),
  moreSeeds: z.int().nullable().describe('further seeds that would show a difference of this size, 80% power after Holm'),
  moreSeconds: maybe.describe('what those seeds would take for all arms, as fast as this study ran'),
  detectable: maybe.describe('smallest difference that so many pairs show with 80% power'),
  underNoise: z.boolean().describe('whether the difference is smaller than one arm moves from seed to seed'),
});

const group = z.strictObject({
  varied: fields,
  arms: z.array(z.string()),
  ranked: z.int().describe('judging seeds on which all its arms have an outcome'),
  rankP: maybe.describe('chance of such mean ranks if the arms are alike (Friedman, by permutation); not corrected'),
});

export const compareJsonSchema = z.strictObject({
  arms: z.array(arm),
  pairs: z.array(pair),
  groups: z.array(group).describe('arms that are compared with each other: those at equal varied values'),
  noise: noise
    .extend({ leftOut: z.int(), detectable: maybe })
    .nullable()
    .describe('spread of an arm over seeds, pooled over arms, and the smallest difference that so many seeds show with 80% power'),
  engine: z.strictObject({ id: z.string(), threads: z.int(), version: z.string(), device: z.string() }),
  command: z.string(),
  task: z.strictObject({
    id: z.string(),
    title: z.string(),
    vocabSize: z.int(),
    bigramEntropy: maybe.describe('character-bigram entropy of the validation split, nats per token'),
    uniformEntropy: finite,
    notes: z.array(z.string()),
    warnings: z.array(z.string()).describe('those of the notes that change how results are read'),
  }),
  warnings: z.array(z.string()).describe('what changes how the verdicts are read'),
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

type DeepReadonly<T> = T extends (infer U)[]
  ? readonly DeepReadonly<U>[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T;

export type CompareJson = DeepReadonly<z.infer<typeof compareJsonSchema>>;

/** Numbers only: figures and curves stay in the report and in the runs' files. */
export function toCompareJson(result: StudyResult, language: Language = 'en'): CompareJson {
  const { arms, ...rest } = result;
  return { arms: arms.map(armJson), ...rest, warnings: caveats(result, language), grid: { ...rest.grid, ...filled(rest.grid) } };
}

function armJson(arm: ArmResult) {
  const { title: _title, baseTitle: _baseTitle, diagram: _diagram, base, varied, runs, sweeps, warmups, ramps, ...rest } = arm;
  return {
    ...rest,
    ...filled(arm),
    ...(base !== arm.id && { base, varied }),
    runs: runs.map(runJson),
    sweeps: sweeps.map((one) => ({ ...one, ...filled(one) })),
    warmups: warmups.map((one) => ({ ...one, ...filled(one) })),
    ...(ramps && { ramps: ramps.map((one) => ({ ...one, ...filled(one) })) }),
  };
}

const runJson = (run: RunRecord) => ({
  stage: run.stage,
  seed: run.seed,
  lr: run.lr,
  warmup: run.warmup,
  ...filled(run),
  status: run.status,
  evalLoss: run.evalLoss,
  steps: run.steps,
  startLoss: run.startLoss,
  reason: run.reason,
});

/** Nothing for a record without entries: most studies try learning rates and warm-ups alone. */
const filled = <T extends object>({ fields }: { readonly fields: T }): { fields: T | undefined } => ({
  fields: Object.keys(fields).length > 0 ? fields : undefined,
});
