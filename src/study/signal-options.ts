import { UserError } from '../core/errors.ts';
import type { Language } from '../core/message/index.ts';
import type { EngineChoice } from '../spec/run.ts';
import type { RunInput } from '../spec/schema.ts';
import { type ArmInput, readArm } from './arm.ts';
import { defaultArms } from './options.ts';
import { cellModel, type SignalPlan, type SignalSetting, signalSettings } from './signal.ts';

export interface SignalOptions {
  readonly arms?: readonly ArmInput[];
  readonly depths?: readonly number[];
  readonly width?: number;
  /** Number of seeds. */
  readonly seeds?: number;
  readonly batchSize?: number;
  readonly setting?: SignalSetting;
  /** Further fields of the model. */
  readonly model?: Omit<RunInput['model'], 'placement' | 'nLayers' | 'dModel'>;
}

const defaults = { depths: [4, 8, 16, 32], width: 128, seeds: 10, batchSize: 16, seqLen: 16, vocabSize: 64 } as const;

/** @throws UserError when an option does not fit. */
export function signalPlan(options: SignalOptions, engine: EngineChoice, language: Language = 'en'): SignalPlan {
  const setting = options.setting ?? 'model';
  const settings = signalSettings[setting];
  if (!settings)
    throw new UserError('error.unknownId', { noun: 'setting', given: setting, choices: Object.keys(signalSettings).join(', ') });
  const width = options.width ?? defaults.width;
  // The theory's feed-forward matrices are d × d.
  const dFf = setting === 'xiong' ? { dFf: width } : {};
  const own = (options.arms ?? defaultArms).map(readArm);
  const plan: SignalPlan = {
    arms: own.map(({ id }) => id),
    own: Object.fromEntries(own.map((arm) => [arm.id, arm])),
    depths: [...new Set(options.depths ?? defaults.depths)].sort((a, b) => a - b),
    seeds: Array.from({ length: options.seeds ?? defaults.seeds }, (_, i) => i + 1),
    model: { seqLen: defaults.seqLen, dModel: width, ...dFf, ...settings, ...options.model },
    batchSize: options.batchSize ?? defaults.batchSize,
    vocabSize: defaults.vocabSize,
    engine,
    theory: setting === 'xiong',
    language,
  };
  // What no model can be is said before anything is opened.
  for (const depth of plan.depths) for (const arm of plan.arms) cellModel(plan, arm, depth);
  return plan;
}
