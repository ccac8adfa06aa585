/** What callers of `compare` and `signal` may say, and what the comparison takes when they do not. */

import { UserError } from '../core/errors.ts';
import { optionValues } from '../core/options.ts';
import { placements } from '../model/placement/index.ts';
import type { EngineChoice } from '../spec/run.ts';
import type { RunInput } from '../spec/schema.ts';
import { tasks } from '../task/index.ts';
import type { TaskConfig } from '../task/types.ts';
import { type ArmInput, readArm } from './arm.ts';
import { checkPlan, type StudyPlan } from './plan.ts';

export interface CompareOptions {
  /** Placement ids, presets as `@id`, or arms with model fields of their own; Post, Pre and Sandwich when left out. */
  readonly arms?: readonly ArmInput[];
  /** Fields of the model that all arms share. */
  readonly model?: Omit<RunInput['model'], 'placement'>;
  readonly task?: RunInput['task'];
  readonly optimizer?: RunInput['optimizer'];
  readonly schedule?: RunInput['schedule'];
  readonly batchSize?: number;
  readonly steps?: number;
  /** Learning rates that every arm tries. */
  readonly lr?: readonly number[];
  /** Warm-up steps that every arm tries. */
  readonly warmup?: readonly number[];
  /** Number of judging seeds. */
  readonly seeds?: number;
  readonly engine?: Partial<EngineChoice>;
  /** A smaller comparison: a first look in well under a minute. */
  readonly quick?: boolean;
}

/** Sizes found by measuring: the full one takes two to three minutes on two cores, the quick one about half a minute. */
const sizes = {
  full: { nLayers: 6, dModel: 48, steps: 250, lr: [3e-4, 1e-3, 3e-3, 1e-2, 3e-2], seeds: 5 },
  quick: { nLayers: 4, dModel: 48, steps: 200, lr: [3e-3, 1e-2], seeds: 3 },
} as const;

/** Arms of a study that names none. */
export const defaultArms: readonly string[] = ['post', 'pre', 'sandwich'];

/** Embeddings of about the stream's own scale learn far faster at this size than std 0.02; recorded with every result. */
const modelDefaults = { nHeads: 4, init: { id: 'xavier', embeddingStd: 0.5 } } as const;

/** @throws UserError when an option does not fit. */
export function comparePlan(options: CompareOptions, engine: EngineChoice): StudyPlan {
  const size = sizes[options.quick ? 'quick' : 'full'];
  const own = (options.arms ?? defaultArms).map(readArm);
  const arms = own.map(({ id }) => id);
  if (new Set(arms).size !== arms.length) throw new UserError('error.armTwice', { given: arms.join(', ') });
  if (arms.length === 0) throw new UserError('error.noArms', { choices: placements.ids.join(', ') });
  const steps = options.steps ?? size.steps;
  const seeds = options.seeds ?? size.seeds;
  const context = { seqLen: comparedContext(options.task) };
  if (options.lr?.length === 0 || options.warmup?.length === 0 || !(Number.isInteger(seeds) && seeds > 0))
    throw new UserError('error.gridEmpty');
  const plan: StudyPlan = {
    arms,
    own: Object.fromEntries(own.map((arm) => [arm.id, arm])),
    base: {
      model: {
        nLayers: size.nLayers,
        dModel: size.dModel,
        ...modelDefaults,
        ...context,
        ...options.model,
        init: initOf(options.model?.init),
      },
      task: options.task,
      optimizer: options.optimizer,
      schedule: options.schedule,
      batchSize: options.batchSize,
      steps,
      evaluation: { every: Math.max(1, Math.ceil(steps / 5)), finalBatches: 40 },
      engine: { ...engine, ...options.engine },
    },
    grid: {
      lr: sorted(options.lr ?? size.lr),
      warmup: sorted(options.warmup ?? [0, Math.round(steps / 10)]),
      selectSeeds: [1],
      judgeSeeds: Array.from({ length: seeds }, (_, i) => i + 2),
    },
  };
  checkPlan(plan);
  return plan;
}

/** An initialisation that says nothing of the embedding keeps the comparison's. */
function initOf(init: RunInput['model']['init']): RunInput['model']['init'] {
  const { embeddingStd } = modelDefaults.init;
  return typeof init === 'string' ? { id: init, embeddingStd } : { embeddingStd, ...(init ?? modelDefaults.init) };
}

const taskId = (task: RunInput['task']): string => (typeof task === 'string' ? task : (task?.id ?? 'text'));

/** A context that trains in minutes, where the task leaves a choice. */
function comparedContext(task: RunInput['task']): number | undefined {
  const config = { ...(typeof task === 'string' ? {} : task), id: taskId(task) } as TaskConfig;
  const definition = tasks.get(config.id);
  const fixed = definition.fixedSeqLen?.({ ...config, ...optionValues(definition.options, config) });
  return fixed === undefined ? 32 : undefined;
}

const sorted = (values: readonly number[]): number[] => [...new Set(values)].sort((a, b) => a - b);
