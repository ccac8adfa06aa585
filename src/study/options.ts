/** Options of `compare` and `signal`, and their defaults. */

import { UserError } from '../core/errors.ts';
import { optionValues } from '../core/options.ts';
import { placements } from '../model/placement/index.ts';
import { schedules } from '../optim/schedule/index.ts';
import type { EngineChoice } from '../spec/run.ts';
import type { RunInput } from '../spec/schema.ts';
import { tasks } from '../task/index.ts';
import type { TaskConfig } from '../task/types.ts';
import { type Arm, type ArmInput, readArm, varyArm } from './arm.ts';
import { checkPlan, type StudyPlan } from './plan.ts';
import { protocols } from './protocol/index.ts';
import { rampAxes } from './protocol/ramp.ts';
import { type Axes, combinations, type Fields, fieldPath } from './setting.ts';
import { armCost } from './study.ts';
import type { ProtocolChoice } from './types.ts';

export interface StudyOptions extends Omit<Partial<RunInput>, 'model' | 'seed' | 'engine'> {
  /** Placement ids, presets as `@id`, or arms with model fields of their own; Post, Pre and Sandwich when left out. */
  readonly arms?: readonly ArmInput[];
  /** Fields of the model that all arms share. */
  readonly model?: Omit<RunInput['model'], 'placement'>;
  /** Learning rates that every arm tries. */
  readonly lr?: readonly number[];
  /** Warm-up steps that every arm tries. */
  readonly warmup?: readonly number[];
  /** Further fields of the spec that every arm tries, by path. */
  readonly fields?: Readonly<Record<string, readonly unknown[]>>;
  /** Fields at each value of which all arms are compared, by path: lists of which every combination counts, or the combinations. */
  readonly vary?: Readonly<Record<string, readonly unknown[]>> | readonly Fields[];
  /** Judging seeds, or how many. */
  readonly seeds?: number | readonly number[];
  /** Selection seeds, or how many. */
  readonly selectSeeds?: number | readonly number[];
  readonly protocol?: ProtocolChoice;
  /** The most steps each arm may take. */
  readonly budget?: { readonly steps: number };
  readonly name?: string;
  readonly engine?: string | Partial<EngineChoice>;
  /** A smaller comparison: a first look in well under a minute. */
  readonly quick?: boolean;
}

/** Sizes found by measuring: the full one takes two to three minutes on two cores, the quick one about half a minute; its rates reach beyond the best
 * of the default arms on either side. Warm-ups are shares of the steps. */
const sizes = {
  full: { nLayers: 6, dModel: 48, steps: 250, lr: [3e-4, 1e-3, 3e-3, 1e-2, 3e-2], warmups: [0, 0.1], seeds: 5 },
  quick: { nLayers: 4, dModel: 48, steps: 200, lr: [1e-3, 3e-3, 1e-2, 3e-2], warmups: [0.1], seeds: 3 },
} as const;

/** Arms of a study that does not name any. */
export const defaultArms: readonly string[] = ['post', 'pre', 'sandwich'];

/** Embeddings of about the stream's own scale learn far faster at this size than std 0.02; recorded with every result. */
const modelDefaults = { nHeads: 4, init: { id: 'xavier', embeddingStd: 0.5 } } as const;

/** @throws UserError when an option is not valid. */
export function studyPlan(options: StudyOptions, engine: EngineChoice): StudyPlan {
  const { arms: _arms, quick, lr, warmup, fields, vary, seeds, selectSeeds, protocol, budget: _budget, name, model, ...run } = options;
  const size = sizes[quick ? 'quick' : 'full'];
  const own = armsOf(options);
  const steps = run.steps ?? size.steps;
  const plan: StudyPlan = {
    arms: own.map(({ id }) => id),
    own: Object.fromEntries(own.map((arm) => [arm.id, arm])),
    base: {
      evaluation: { every: Math.max(1, Math.ceil(steps / 5)), finalBatches: 40 },
      ...run,
      model: {
        nLayers: size.nLayers,
        dModel: size.dModel,
        ...modelDefaults,
        seqLen: comparedContext(run.task, usualContext),
        ...model,
        init: initOf(model?.init),
      },
      steps,
      engine: { ...engine, ...(typeof run.engine === 'string' ? { id: run.engine } : run.engine) },
    },
    grid: {
      ...axesOf(
        { lr: lr ?? ratesFor(run.schedule, size.lr), warmup: warmup ?? size.warmups.map((share) => Math.round(share * steps)), fields },
        steps,
        protocol,
      ),
      ...seedsOf(selectSeeds ?? 1, seeds ?? (judges(protocol) ? size.seeds : 0)),
    },
    ...(protocol && { protocol }),
    ...(name !== undefined && { name }),
  };
  checkSeeds(plan);
  checkPlan(plan);
  checkBudget(plan, options.budget);
  return plan;
}

/** Every arm at every combination of what is varied. @throws UserError when there is none, or two share a name. */
function armsOf({ arms = defaultArms, vary = {} }: StudyOptions): Arm[] {
  const points = isList(vary) ? vary : combinations(vary);
  const tuned = points.flatMap(Object.keys).find((path) => settingPaths.includes(path));
  if (tuned !== undefined) throw new UserError('error.varyTuned', { field: tuned });
  const own = arms.map(readArm).flatMap((arm) => points.map((varied) => varyArm(arm, varied)));
  const ids = own.map(({ id }) => id);
  if (ids.length === 0) throw new UserError('error.noArms', { choices: placements.ids });
  if (new Set(ids).size !== ids.length) throw new UserError('error.armTwice', { given: ids });
  return own;
}

const isList = (vary: NonNullable<StudyOptions['vary']>): vary is readonly Fields[] => Array.isArray(vary);

/** What every arm tries by itself: comparing arms at each learning rate would be unfair to all of them. */
const settingPaths = ['lr', 'warmup'].map(fieldPath);

const judges = (protocol: ProtocolChoice | undefined): boolean => protocols.get(protocol?.id ?? 'grid').judges;

/** Of a schedule that sets its peak itself, about 1: the optimizer's rate is a factor there. */
function ratesFor(schedule: RunInput['schedule'], usual: readonly number[]): readonly number[] {
  const id = typeof schedule === 'string' ? schedule : schedule?.id;
  return id !== undefined && schedules.get(id).lr !== undefined ? usual.map((rate) => 100 * rate) : usual;
}

/** What the protocol tries of what is given. */
function axesOf({ lr, warmup, fields = {} }: Axes, steps: number, protocol: ProtocolChoice | undefined): Axes {
  const axes = { lr: sorted(lr), warmup: sorted(warmup), ...(Object.keys(fields).length > 0 && { fields }) };
  return protocols.get(protocol?.id ?? 'grid').rises && lr.length > 0 ? rampAxes(axes, steps) : axes;
}

/** Numbers of seeds become seeds: to select from 1 on, to judge behind them. */
function seedsOf(
  select: number | readonly number[],
  judge: number | readonly number[],
): Pick<StudyPlan['grid'], 'selectSeeds' | 'judgeSeeds'> {
  const selectSeeds = typeof select === 'number' ? count(select, 1) : select;
  const judgeSeeds = typeof judge === 'number' ? count(judge, Math.max(0, ...selectSeeds) + 1) : judge;
  return { selectSeeds, judgeSeeds };
}

const count = (n: number, from: number): number[] => {
  if (!(Number.isInteger(n) && n >= 0)) throw new UserError('error.gridEmpty');
  return Array.from({ length: n }, (_, i) => from + i);
};

/** @throws UserError when a list is empty that must not be, or a seed would judge a choice it made. */
function checkSeeds({ grid, protocol }: StudyPlan): void {
  const { lr, warmup, selectSeeds, judgeSeeds } = grid;
  if ([lr, warmup, selectSeeds].some(({ length }) => length === 0) || (judges(protocol) && judgeSeeds.length === 0))
    throw new UserError('error.gridEmpty');
  const both = judgeSeeds.find((seed) => selectSeeds.includes(seed));
  if (both !== undefined) throw new UserError('error.seedTwice', { seed: both });
}

/** @throws UserError when an arm would take more steps than it may. */
function checkBudget(plan: StudyPlan, budget: StudyOptions['budget']): void {
  const { steps, settings } = armCost(plan);
  if (budget && steps > budget.steps) throw new UserError('error.budget', { steps, settings, budget: budget.steps });
}

/** An initialisation that says nothing of the embedding keeps the comparison's. */
function initOf(init: RunInput['model']['init']): RunInput['model']['init'] {
  const { embeddingStd } = modelDefaults.init;
  return typeof init === 'string' ? { id: init, embeddingStd } : { embeddingStd, ...(init ?? modelDefaults.init) };
}

const taskId = (task: RunInput['task']): string => (typeof task === 'string' ? task : (task?.id ?? 'text'));

/** A context that trains in minutes. */
const usualContext = 32;

/** The usual context, where the task leaves a choice. */
export function comparedContext(task: RunInput['task'], usual: number): number | undefined {
  const config = { ...(typeof task === 'string' ? {} : task), id: taskId(task) } as TaskConfig;
  const definition = tasks.get(config.id);
  const fixed = definition.fixedSeqLen?.({ ...config, ...optionValues(definition.options, config) });
  return fixed === undefined ? usual : undefined;
}

const sorted = (values: readonly number[]): number[] => [...new Set(values)].sort((a, b) => a - b);
