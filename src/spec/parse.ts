/** From what people write to a Run, with errors that name the field, what was given and what was expected. */
import type { z } from 'zod';
import { UserError } from '../core/errors.ts';
import { type OptionSpecs, optionValues, writtenValues } from '../core/options.ts';
import type { Family, Member } from '../core/registry.ts';
import { activations } from '../model/activation/index.ts';
import { attentionNorms } from '../model/attention-norm/index.ts';
import { embeddingScale } from '../model/embedding.ts';
import { embeddingStd } from '../model/init/draw.ts';
import { inits } from '../model/init/index.ts';
import { layerDropOptions } from '../model/layer-drop.ts';
import { normalizers } from '../model/normalizer/index.ts';
import { checkPlacement } from '../model/placement/check.ts';
import { placements } from '../model/placement/index.ts';
import type { Choice } from '../model/types.ts';
import { optimizers } from '../optim/optimizer/index.ts';
import { schedules } from '../optim/schedule/index.ts';
import { stopRules } from '../optim/stop-rule/index.ts';
import { tasks } from '../task/index.ts';
import type { TaskConfig } from '../task/types.ts';
import { defaultEvery, defaults } from './defaults.ts';
import { presets } from './preset/index.ts';
import { problems, spelled } from './problems.ts';
import type { EngineChoice, Run } from './run.ts';
import { type RunInput, runSchema } from './schema.ts';

/** @throws UserError that names every field that does not fit. */
export function parseRun(input: unknown): Run {
  const run = resolve(parseWith(runSchema, input) as RunInput);
  checkModel(run);
  return run;
}

/**
 * What a schema makes of the input; a field set to undefined is a field left out.
 *
 * @param file that the input came from, where it is one of several.
 * @throws UserError that names every field that does not fit.
 */
export function parseWith<S extends z.ZodType>(schema: S, input: unknown, noun = 'spec', file = 'none'): z.output<S> {
  const parsed = schema.safeParse(input, { error: spelled });
  if (!parsed.success) throw new UserError('error.spec', { problems: problems(parsed.error, input, noun), schema: noun, file });
  return withoutUndefined(parsed.data) as z.output<S>;
}

/** A field set to undefined is a field left out. */
function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value) || value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(([, child]) => child !== undefined);
  return Object.fromEntries(kept.map(([key, child]) => [key, withoutUndefined(child)]));
}

type Asked<T> = T extends string ? never : T;
const asked = <T>(value: T | undefined): Partial<Asked<T>> & { id?: string } =>
  (typeof value === 'string' ? { id: value } : (value ?? {})) as Partial<Asked<T>> & { id?: string };

function resolve(input: RunInput): Run {
  const task = taskConfig({ ...defaults.task, ...asked(input.task) } as TaskConfig);
  const optimizer = { ...defaults.optimizer, ...asked(input.optimizer) };
  const schedule = scheduleOf(input.schedule);
  const steps = input.steps ?? defaults.steps;
  return {
    model: modelOf(input.model, task),
    task,
    optimizer: { ...optimizers.get(optimizer.id).defaults, ...ownRate(schedule), ...optimizer } as Run['optimizer'],
    schedule,
    clip: input.clip === undefined ? defaults.clip : input.clip,
    batchSize: input.batchSize ?? defaults.batchSize,
    steps,
    seed: input.seed ?? defaults.seed,
    stop: (input.stop ?? []).map((rule) => member(stopRules, rule)),
    checkpointSeconds: input.checkpointSeconds ?? defaults.checkpointSeconds,
    evaluation: { ...defaults.evaluation, every: defaultEvery(steps, 10), ...input.evaluation },
    diagnostics: { ...defaults.diagnostics, every: defaultEvery(steps, 20), ...input.diagnostics },
    engine: { ...defaults.engine, ...asked(input.engine) } as EngineChoice,
  };
}

function scheduleOf(input: RunInput['schedule']): Run['schedule'] {
  const given = { ...defaults.schedule, ...asked(input) } as Run['schedule'];
  return schedules.get(given.id).peak ? { factor: 1, ...given } : given;
}

/** Of a schedule that sets its peak itself the optimizer's rate is a factor. */
function ownRate({ id }: Run['schedule']): { readonly lr?: number } {
  const { lr } = schedules.get(id);
  return lr === undefined ? {} : { lr };
}

const taskConfig = (given: TaskConfig): TaskConfig => writtenValues(tasks.get(given.id).options, given);

type ModelInput = RunInput['model'];

/** The model with every default filled in: of the preset, of the families, of the fields that follow from others. */
function modelOf(input: ModelInput, task: TaskConfig): Run['model'] {
  const { preset, ...own } = input;
  const asWritten = { ...(preset === undefined ? {} : presets.get(preset).model), ...own } as ModelInput;
  const { placement, normalizer, attentionNorm, init, labelSmoothing, layerDrop, ...shape } = asWritten;
  const model = { ...defaults.model, ...shape };
  const architecture = architectureOf(task, shape.architecture);
  const { gated } = activations.get(model.activation);
  const [nHeads, width] = [model.nHeads, 4 * model.dModel];
  // A run that was parsed before says it as it is filled in here.
  if (architecture !== 'encoder-decoder' && (shape.nEncoderLayers ?? model.nLayers) !== model.nLayers)
    throw new UserError('error.encoderLayers', { architecture });
  return {
    ...model,
    architecture,
    placement: member(placements, placement),
    normalizer: withEps(member(normalizers, normalizer ?? defaults.model.normalizer)),
    attentionNorm: member(attentionNorms, attentionNorm ?? defaults.model.attentionNorm),
    init: member(inits, init ?? defaults.model.init),
    nEncoderLayers: shape.nEncoderLayers ?? model.nLayers,
    nKvHeads: shape.nKvHeads ?? nHeads,
    dFf: shape.dFf ?? (gated ? Math.round((2 * width) / 3) : width),
    seqLen: contextOf(task, shape.seqLen),
    ...regularised({ labelSmoothing, layerDrop }),
  };
}

/** What is left out where it is nothing, so that runs from before it existed keep their names. */
function regularised({ labelSmoothing = 0, layerDrop }: Pick<ModelInput, 'labelSmoothing' | 'layerDrop'>) {
  const drop = optionValues(layerDropOptions, typeof layerDrop === 'number' ? { rate: layerDrop } : (layerDrop ?? {}));
  return { ...(labelSmoothing > 0 && { labelSmoothing }), ...(drop.rate > 0 && { layerDrop: drop }) };
}

/** A member as written, with its declared options filled in. */
function member(family: Family<Member & { readonly options: OptionSpecs }>, written: unknown): Choice {
  const given = asked(written) as Choice;
  return writtenValues(family.get(given.id).options, given);
}

/** The epsilon a normalizer uses is written down, where it has one. */
function withEps(written: Choice): Choice {
  const { eps, epsAt } = normalizers.get(written.id);
  return epsAt === 'none' ? written : { eps, ...written };
}

function architectureOf({ id }: TaskConfig, given: string | undefined): string {
  const { architectures } = tasks.get(id);
  if (given !== undefined && !architectures.includes(given as 'decoder'))
    throw new UserError('error.architecture', { task: id, given, expected: architectures });
  return given ?? architectures[0];
}

function contextOf(task: TaskConfig, given: number | undefined): number {
  const fixed = tasks.get(task.id).fixedSeqLen?.(task);
  if (fixed !== undefined && given !== undefined && given !== fixed)
    throw new UserError('error.fixedContext', { task: task.id, given, expected: fixed });
  return fixed ?? given ?? defaults.model.seqLen;
}

function checkModel({ model, schedule, steps }: Run): void {
  const { dModel, nHeads, nKvHeads } = model;
  if (dModel % nHeads !== 0) throw new UserError('error.heads', { heads: nHeads, width: dModel, choices: divisors(dModel) });
  if (nHeads % nKvHeads !== 0) throw new UserError('error.kvHeads', { heads: nHeads, given: nKvHeads, choices: divisors(nHeads) });
  embeddingStd(model);
  embeddingScale(model);
  checkWritten(model.placement);
  checkPlacement(model);
  if (schedule.warmupSteps >= steps) throw new UserError('error.warmup', { given: schedule.warmupSteps, steps });
}

/** A placement that has only the plan that people write, where nobody wrote one. */
function checkWritten({ id, ...plan }: Choice): void {
  if (placements.get(id).written && Object.keys(plan).length === 0) throw new UserError('error.placementUnwritten', { placement: id });
}

const divisors = (n: number): number[] => Array.from({ length: Math.min(n, 64) }, (_, i) => i + 1).filter((d) => n % d === 0);
