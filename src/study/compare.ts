/**
 * The fair comparison. Every arm gets the same learning rates and warm-ups, seeds, batches and steps; the choice is made on
 * selection seeds and judged on fresh ones; a diverged run is an outcome.
 */
import type { UserError } from '../core/errors.ts';
import type { Language } from '../core/message/index.ts';
import { mean } from '../core/statistics.ts';
import type { EngineDescription } from '../engine/types.ts';
import { runId } from '../spec/identity.ts';
import { parseRun } from '../spec/parse.ts';
import type { Run } from '../spec/run.ts';
import type { RunInput } from '../spec/schema.ts';
import { type Arm, armModel, type ModelInput } from './arm.ts';
import { type Executor, fatalError, type JobEvent } from './executor.ts';
import { RunRecorder } from './record.ts';
import type { RunPlan, RunRecord, Stage } from './types.ts';
import { score } from './verdict.ts';

export interface Grid {
  readonly lr: readonly number[];
  /** Warm-up steps. */
  readonly warmup: readonly number[];
  readonly selectSeeds: readonly number[];
  readonly judgeSeeds: readonly number[];
}

export interface ComparePlan {
  /** Ids of the arms, in their order. */
  readonly arms: readonly string[];
  /** What each arm has of its own. */
  readonly own: Readonly<Record<string, Arm>>;
  /** The spec that all arms share; an arm's own fields, learning rate, warm-up and seed are filled in. */
  readonly base: Omit<RunInput, 'seed' | 'model'> & { readonly model: Partial<ModelInput> };
  readonly grid: Grid;
}

export interface CompareProgress {
  readonly stage: Stage;
  readonly arm: string;
  readonly plan: RunPlan;
  readonly event: JobEvent;
  /** Steps done and still to come in the whole comparison, as far as is known; early ends shorten it. */
  readonly doneSteps: number;
  readonly totalSteps: number;
}

export interface CompareListener {
  /** Of the reasons in the records; English when left out. */
  readonly language?: Language;
  progress?(progress: CompareProgress): void;
  ended?(record: RunRecord): void;
  /** Something that no other run can do better: the study should stop. */
  fatal?(error: UserError): void;
}

export interface CompareOutcome {
  readonly runs: readonly RunRecord[];
  readonly choices: ReadonlyMap<string, { readonly lr: number; readonly warmup: number }>;
  readonly engine: EngineDescription | undefined;
  readonly parameterCounts: ReadonlyMap<string, number>;
  readonly interrupted: boolean;
}

/** @throws UserError when a field does not fit. */
export async function runComparison(
  plan: ComparePlan,
  executor: Executor,
  listener: CompareListener = {},
  signal?: AbortSignal,
): Promise<CompareOutcome> {
  const study = new Study(plan, executor, listener, signal);
  const selected = await study.run(selectionPlans(plan));
  const choices = choose(plan.arms, selected);
  const judged = signal?.aborted ? [] : await study.run(judgingPlans(plan, choices));
  const runs = [...selected, ...judged];
  return { runs, choices, engine: study.engine, parameterCounts: study.parameterCounts, interrupted: signal?.aborted ?? false };
}

/** One arm, learning rate, warm-up and seed as a whole run. */
export function armRun({ base, own }: ComparePlan, arm: string, lr: number, warmup: number, seed: number, stage: Stage = 'judge'): Run {
  const optimizer = typeof base.optimizer === 'string' ? { id: base.optimizer } : { id: 'adamw', ...base.optimizer };
  const schedule = typeof base.schedule === 'string' ? { id: base.schedule } : { id: 'warmup-cosine', ...base.schedule };
  return parseRun({
    ...base,
    model: armModel(base.model, own[arm] as Arm),
    optimizer: { ...optimizer, lr },
    schedule: { ...schedule, warmupSteps: warmup },
    seed,
    // What happens inside is asked of the judging runs.
    ...(stage === 'select' && { diagnostics: { every: 0 } }),
  });
}

type Planned = Omit<RunPlan, 'id'>;

const selectionPlans = ({ arms, grid }: ComparePlan): Planned[] =>
  grid.selectSeeds.flatMap((seed) =>
    arms.flatMap((arm) => grid.lr.flatMap((lr) => grid.warmup.map((warmup) => ({ arm, stage: 'select' as const, seed, lr, warmup })))),
  );

/** Seed by seed over all arms, so that an interruption leaves whole pairs. */
const judgingPlans = ({ arms, grid }: ComparePlan, choices: CompareOutcome['choices']): Planned[] =>
  grid.judgeSeeds.flatMap((seed) =>
    arms.flatMap((arm) => {
      const choice = choices.get(arm);
      return choice ? [{ arm, stage: 'judge' as const, seed, ...choice }] : [];
    }),
  );

/**
 * The learning rate and warm-up with the fewest divergences, then the best mean score: a setting that diverged never beats one that
 * finished. Ties go to the smaller learning rate, then the shorter warm-up.
 */
export function choose(arms: readonly string[], runs: readonly RunRecord[]): Map<string, { lr: number; warmup: number }> {
  const choices = new Map<string, { lr: number; warmup: number }>();
  for (const arm of arms) {
    const best = settings(runs.filter((run) => run.arm === arm)).sort(
      (a, b) => a.diverged - b.diverged || a.score - b.score || a.lr - b.lr || a.warmup - b.warmup,
    )[0];
    if (best) choices.set(arm, { lr: best.lr, warmup: best.warmup });
  }
  return choices;
}

interface Setting {
  readonly lr: number;
  readonly warmup: number;
  readonly diverged: number;
  readonly score: number;
}

function settings(runs: readonly RunRecord[]): Setting[] {
  const groups = groupBy(runs, ({ lr, warmup }) => `${lr}/${warmup}`);
  return [...groups.values()].flatMap((group) => {
    const scores = group.map(score).filter((value) => value !== null);
    const [{ lr, warmup }] = group as [RunRecord];
    return scores.length > 0
      ? [{ lr, warmup, diverged: group.filter(({ status }) => status === 'diverged').length, score: mean(scores) }]
      : [];
  });
}

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value]);
  return groups;
}

class Study {
  engine: EngineDescription | undefined;
  readonly parameterCounts = new Map<string, number>();
  private doneSteps = 0;
  private totalSteps: number;

  constructor(
    private readonly plan: ComparePlan,
    private readonly executor: Executor,
    private readonly listener: CompareListener,
    private readonly signal: AbortSignal | undefined,
  ) {
    const { arms, grid } = plan;
    const runs = arms.length * (grid.selectSeeds.length * grid.lr.length * grid.warmup.length + grid.judgeSeeds.length);
    const steps = armRun(plan, arms[0] as string, grid.lr[0] as number, grid.warmup[0] as number, 0).steps;
    this.totalSteps = runs * steps;
  }

  async run(planned: readonly Planned[]): Promise<RunRecord[]> {
    const runs = planned.map((one) => armRun(this.plan, one.arm, one.lr, one.warmup, one.seed, one.stage));
    const plans = planned.map((one, i) => ({ id: `${one.stage}-${runId(runs[i] as Run)}`, ...one }));
    const recorders = new Map(plans.map((plan) => [plan.id, { plan, recorder: new RunRecorder(plan, this.listener.language) }]));
    const records: RunRecord[] = [];
    const jobs = plans.map(({ id }, i) => ({ kind: 'train' as const, id, run: runs[i] as Run }));
    await this.executor.execute(
      jobs,
      {
        event: (job, event) => {
          const { plan, recorder } = recorders.get(job.id) as { plan: RunPlan; recorder: RunRecorder };
          recorder.event(event);
          this.advance(plan, recorder, event);
        },
        end: (job, end) => {
          const { recorder } = recorders.get(job.id) as { recorder: RunRecorder };
          const record = recorder.record(end);
          if (job.kind === 'train') this.totalSteps -= job.run.steps - record.steps;
          records.push(record);
          this.listener.ended?.(record);
          if (end.type === 'failed' && end.fatal) this.listener.fatal?.(fatalError(end.fatal));
        },
      },
      this.signal,
    );
    const order = new Map(plans.map(({ id }, i) => [id, i]));
    return records.sort((a, b) => (order.get(a.id) as number) - (order.get(b.id) as number));
  }

  private advance(plan: RunPlan, recorder: RunRecorder, event: JobEvent): void {
    this.engine ??= recorder.engine;
    if (recorder.parameterCount > 0) this.parameterCounts.set(plan.arm, recorder.parameterCount);
    if (event.type === 'step') this.doneSteps++;
    this.listener.progress?.({ stage: plan.stage, arm: plan.arm, plan, event, doneSteps: this.doneSteps, totalSteps: this.totalSteps });
  }
}
