/**
 * A study, run. Every arm gets the same settings, seeds, batches and steps; the choice is made on selection seeds and judged on
 * fresh ones; a diverged run is an outcome.
 */
import type { UserError } from '../core/errors.ts';
import type { Language } from '../core/message/index.ts';
import { optionValues } from '../core/options.ts';
import type { EngineDescription } from '../engine/types.ts';
import { runId } from '../spec/identity.ts';
import type { Run } from '../spec/run.ts';
import { type Executor, fatalError, type JobEvent } from './executor.ts';
import { armRun, judgingPlans, type Planned, type StudyPlan, typicalRun } from './plan.ts';
import { protocols } from './protocol/index.ts';
import { RunRecorder } from './record.ts';
import { type Setting, settingsOf } from './setting.ts';
import type { RunPlan, RunRecord, Stage } from './types.ts';

export interface StudyProgress {
  readonly stage: Stage;
  readonly arm: string;
  readonly plan: RunPlan;
  readonly event: JobEvent;
  /** Steps done and still to come in the whole study, as far as is known; early ends shorten it. */
  readonly doneSteps: number;
  readonly totalSteps: number;
}

export interface StudyListener {
  /** Of the reasons in the records; English when left out. */
  readonly language?: Language;
  progress?(progress: StudyProgress): void;
  ended?(record: RunRecord): void;
  /** Something that no other run can do better: the study should stop. */
  fatal?(error: UserError): void;
}

export interface StudyOutcome {
  readonly runs: readonly RunRecord[];
  /** The setting each arm was judged with. */
  readonly choices: ReadonlyMap<string, Setting>;
  readonly engine: EngineDescription | undefined;
  readonly parameterCounts: ReadonlyMap<string, number>;
  readonly interrupted: boolean;
}

/** @throws UserError when a field does not fit. */
export async function runStudy(
  plan: StudyPlan,
  executor: Executor,
  listener: StudyListener = {},
  signal?: AbortSignal,
): Promise<StudyOutcome> {
  const conductor = new Conductor(plan, executor, listener, signal);
  const { protocol, options } = protocolOf(plan);
  const run = async (planned: readonly Planned[]) => (signal?.aborted ? [] : conductor.run(planned));
  const selected = await protocol.select(plan, typicalRun(plan).steps, options, run);
  const judged = await run(judgingPlans(plan, selected.choices));
  return {
    runs: [...selected.runs, ...judged],
    choices: selected.choices,
    engine: conductor.engine,
    parameterCounts: conductor.parameterCounts,
    interrupted: signal?.aborted ?? false,
  };
}

function protocolOf(plan: StudyPlan) {
  const { id, ...given } = plan.protocol ?? { id: 'grid' };
  const protocol = protocols.get(id);
  return { protocol, options: optionValues(protocol.options, given) };
}

export interface Foreseen {
  readonly runs: number;
  readonly steps: number;
}

/** Runs and steps that a study will take, as far as can be told before. */
export function foreseen(plan: StudyPlan): Foreseen {
  const { steps, runs } = armCost(plan);
  return { runs: plan.arms.length * runs, steps: plan.arms.length * steps };
}

/** The same of one arm: all arms take the same. */
export function armCost(plan: StudyPlan): Foreseen & { readonly settings: number } {
  const { protocol, options } = protocolOf(plan);
  const { selectSeeds, judgeSeeds } = plan.grid;
  const { steps } = typicalRun(plan);
  const settings = settingsOf(plan.grid);
  const one = protocol.foreseen(settings, steps, options);
  const select = selectSeeds.length * one.reduce((total, of) => total + of, 0);
  return {
    settings: settings.length,
    runs: selectSeeds.length * one.length + judgeSeeds.length,
    steps: select + judgeSeeds.length * steps,
  };
}

/** Sends runs to the executor, folds what they say into records and keeps count of steps. */
class Conductor {
  engine: EngineDescription | undefined;
  readonly parameterCounts = new Map<string, number>();
  private doneSteps = 0;
  private totalSteps: number;

  constructor(
    private readonly plan: StudyPlan,
    private readonly executor: Executor,
    private readonly listener: StudyListener,
    private readonly signal: AbortSignal | undefined,
  ) {
    this.totalSteps = foreseen(plan).steps;
  }

  async run(planned: readonly Planned[]): Promise<RunRecord[]> {
    const runs = planned.map((one) => armRun(this.plan, one.arm, one, one.seed, one.stage));
    const plans = planned.map((one, i) => ({ id: `${one.stage}-${runId(runs[i] as Run)}`, ...one }));
    const recorders = new Map(plans.map((plan) => [plan.id, { plan, recorder: new RunRecorder(plan, this.listener.language) }]));
    const records = new Map<string, RunRecord>();
    const jobs = [...new Map(plans.map(({ id }, i) => [id, { kind: 'train' as const, id, run: runs[i] as Run }])).values()];
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
          records.set(job.id, record);
          this.listener.ended?.(record);
          if (end.type === 'failed' && end.fatal) this.listener.fatal?.(fatalError(end.fatal));
        },
      },
      this.signal,
    );
    // Two arms that come to the same spec share a run.
    return plans.flatMap((plan) => {
      const record = records.get(plan.id);
      return record ? [{ ...record, ...plan }] : [];
    });
  }

  private advance(plan: RunPlan, recorder: RunRecorder, event: JobEvent): void {
    this.engine ??= recorder.engine;
    if (recorder.parameterCount > 0) this.parameterCounts.set(plan.arm, recorder.parameterCount);
    if (event.type === 'step') this.doneSteps++;
    this.listener.progress?.({ stage: plan.stage, arm: plan.arm, plan, event, doneSteps: this.doneSteps, totalSteps: this.totalSteps });
  }
}
