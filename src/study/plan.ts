/** What a study is going to do: its arms, what they share, what is tried, and by which protocol. */
import { parseRun } from '../spec/parse.ts';
import type { Run } from '../spec/run.ts';
import type { RunInput } from '../spec/schema.ts';
import { type Arm, armModel, type ModelInput } from './arm.ts';
import { type Axes, type Fields, type Setting, settingsOf, withFields } from './setting.ts';
import type { ProtocolChoice, RunPlan, Stage } from './types.ts';

export interface Grid extends Axes {
  readonly selectSeeds: readonly number[];
  readonly judgeSeeds: readonly number[];
}

export interface StudyPlan {
  /** Ids of the arms, in their order. */
  readonly arms: readonly string[];
  /** What each arm has of its own. */
  readonly own: Readonly<Record<string, Arm>>;
  /** The spec that all arms share; an arm's own fields, learning rate, warm-up and seed are filled in. */
  readonly base: Omit<RunInput, 'seed' | 'model'> & { readonly model: Partial<ModelInput> };
  readonly grid: Grid;
  /** How settings are chosen; the whole grid when left out. */
  readonly protocol?: ProtocolChoice;
  /** Of the study, where people gave one. */
  readonly name?: string;
}

export type Planned = Omit<RunPlan, 'id'>;

/** One arm, setting and seed as a whole run. @throws UserError when a field does not fit. */
export function armRun({ base, own }: StudyPlan, arm: string, { lr, warmup, fields }: Setting, seed: number, stage: Stage = 'judge'): Run {
  const mine = own[arm] as Arm;
  const shared = withFields({ ...base, model: armModel(base.model, mine) } as RunInput, { ...mine.fields, ...fields } as Fields);
  const optimizer = typeof shared.optimizer === 'string' ? { id: shared.optimizer } : { id: 'adamw', ...shared.optimizer };
  const schedule = typeof shared.schedule === 'string' ? { id: shared.schedule } : { id: 'warmup-cosine', ...shared.schedule };
  return parseRun({
    ...shared,
    optimizer: { ...optimizer, lr },
    schedule: { ...schedule, warmupSteps: warmup },
    seed,
    // What happens inside is asked of the judging runs.
    ...(stage === 'select' && { diagnostics: { every: 0 } }),
  });
}

/** A run of an arm that stands for all its runs, where their settings do not matter. */
export const typicalRun = (plan: StudyPlan, arm: string = plan.arms[0] as string): Run =>
  armRun(plan, arm, settingsOf(plan.grid)[0] as Setting, 0);

/** Each arm at each setting on each selection seed. */
export const selectionPlans = (plan: StudyPlan, settings: (arm: string) => readonly Setting[] = () => settingsOf(plan.grid)): Planned[] =>
  plan.grid.selectSeeds.flatMap((seed) =>
    plan.arms.flatMap((arm) => settings(arm).map((setting) => ({ arm, stage: 'select' as const, seed, ...setting }))),
  );

/** Each arm at its chosen setting, seed by seed over all arms, so that an interruption leaves whole pairs. */
export const judgingPlans = ({ arms, grid }: StudyPlan, choices: ReadonlyMap<string, Setting>): Planned[] =>
  grid.judgeSeeds.flatMap((seed) =>
    arms.flatMap((arm) => {
      const choice = choices.get(arm);
      return choice ? [{ arm, stage: 'judge' as const, seed, ...choice }] : [];
    }),
  );

/** Every arm at every setting, as a spec. @throws UserError at the first that does not fit. */
export function checkPlan(plan: StudyPlan): void {
  // Learning rates fit together or not at all.
  const [lr] = plan.grid.lr;
  for (const arm of plan.arms) for (const setting of settingsOf({ ...plan.grid, lr: [lr as number] })) armRun(plan, arm, setting, 1);
}
