import type { Localized } from '../../core/message/index.ts';
import type { OptionSpecs, OptionValues } from '../../core/options.ts';
import type { Member } from '../../core/registry.ts';
import type { Planned, StudyPlan } from '../plan.ts';
import type { Setting } from '../setting.ts';
import type { RunRecord } from '../types.ts';

export interface Selection {
  readonly runs: readonly RunRecord[];
  /** The setting each arm is judged with; an arm without one is not judged. */
  readonly choices: ReadonlyMap<string, Setting>;
}

/** Runs what is planned and comes back in that order; shorter than planned when the study was stopped. */
export type RunPlanned = (planned: readonly Planned[]) => Promise<readonly RunRecord[]>;

/** How settings are chosen before arms are judged. */
export interface Protocol<S extends OptionSpecs = OptionSpecs> extends Member {
  readonly title: Localized;
  readonly about: Localized;
  readonly options: S;
  /** Whether arms are judged behind it, on fresh seeds. */
  readonly judges: boolean;
  /** Whether the learning rate rises over the whole training, so that the steps say what an arm tolerates. */
  readonly rises?: boolean;
  /** The runs of one arm and one seed that can be foreseen, for estimates and budgets: steps of each. */
  foreseen(settings: readonly Setting[], steps: number, options: OptionValues<S>): readonly number[];
  select(plan: StudyPlan, steps: number, options: OptionValues<S>, run: RunPlanned): Promise<Selection>;
}

export const defineProtocol = <const S extends OptionSpecs>(protocol: Protocol<S>): Protocol => protocol as unknown as Protocol;
