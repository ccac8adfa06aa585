import { UserError, unknownWord } from '../core/errors.ts';
import type { Language } from '../core/message/index.ts';
import { parseRun } from '../spec/parse.ts';
import type { EngineChoice } from '../spec/run.ts';
import type { RunInput } from '../spec/schema.ts';
import { tasks } from '../task/index.ts';
import type { TaskConfig, TaskFile } from '../task/types.ts';
import { type ArmInput, readArm } from './arm.ts';
import { comparedContext, defaultArms } from './options.ts';
import { settleTask } from './settle-task.ts';
import { cellModel, type SignalPlan, type SignalSetting, signalSettings } from './signal.ts';

export interface SignalOptions {
  readonly arms?: readonly ArmInput[];
  readonly depths?: readonly number[];
  readonly width?: number;
  /** Number of seeds. */
  readonly seeds?: number;
  readonly batchSize?: number;
  readonly setting?: SignalSetting;
  /** What the networks read; uniformly random tokens when left out. */
  readonly task?: RunInput['task'];
  /** Further fields of the model. */
  readonly model?: Omit<RunInput['model'], 'placement' | 'nLayers' | 'dModel'>;
}

const defaults = { depths: [4, 8, 16, 32], width: 128, seeds: 10, batchSize: 16, seqLen: 16, vocabSize: 64 } as const;

/**
 * @param files that the task reads.
 * @throws UserError when an option is not valid.
 */
export function signalPlan(
  options: SignalOptions,
  engine: EngineChoice,
  language: Language = 'en',
  files: readonly TaskFile[] = [],
): SignalPlan {
  const setting = options.setting ?? 'model';
  const settings = signalSettings[setting];
  if (!settings) throw new UserError('error.unknownId', { noun: 'setting', ...unknownWord(setting, Object.keys(signalSettings)) });
  const width = options.width ?? defaults.width;
  // The theory's feed-forward matrices are d × d.
  const dFf = setting === 'xiong' ? { dFf: width } : {};
  const own = (options.arms ?? defaultArms).map(readArm);
  const plan: SignalPlan = {
    arms: own.map(({ id }) => id),
    own: Object.fromEntries(own.map((arm) => [arm.id, arm])),
    depths: [...new Set(options.depths ?? defaults.depths)].sort((a, b) => a - b),
    seeds: Array.from({ length: options.seeds ?? defaults.seeds }, (_, i) => i + 1),
    model: { seqLen: comparedContext(options.task, defaults.seqLen), dModel: width, ...dFf, ...settings, ...options.model },
    ...(options.task !== undefined && { data: dataOf(options.task, files, options.model?.seqLen) }),
    batchSize: options.batchSize ?? defaults.batchSize,
    vocabSize: defaults.vocabSize,
    engine,
    // It speaks of independent tokens in one stack.
    theory: setting === 'xiong' && options.task === undefined && options.model?.architecture !== 'encoder-decoder',
    language,
  };
  // What no model can be is said before anything is opened.
  for (const depth of plan.depths) for (const arm of plan.arms) cellModel(plan, arm, depth);
  return plan;
}

/** The task with what its data asks of a model. */
function dataOf(input: NonNullable<RunInput['task']>, files: readonly TaskFile[], context: number | undefined): SignalPlan['data'] {
  const config = (typeof input === 'string' ? { id: input } : input) as TaskConfig;
  const { model, task } = parseRun({
    model: { placement: 'none', seqLen: context ?? comparedContext(config, defaults.seqLen) },
    task: settleTask(config, tasks.get(config.id), files),
  });
  return { task, shape: tasks.get(task.id).create(task, model.seqLen, files) };
}
