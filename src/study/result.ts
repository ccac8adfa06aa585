/** From what ran to the result that everything shows. */
import type { Language } from '../core/message/index.ts';
import type { EngineDescription } from '../engine/types.ts';
import type { Run } from '../spec/run.ts';
import { tasks } from '../task/index.ts';
import type { Task } from '../task/types.ts';
import { type Arm, armTitle } from './arm.ts';
import { armDiagram, armEquation, studyWarnings } from './describe.ts';
import { judges } from './judges.ts';
import { type StudyPlan, typicalRun } from './plan.ts';
import { protocols } from './protocol/index.ts';
import { rampReadings } from './ramp.ts';
import { rankGroups } from './ranks.ts';
import { interquartile, rateSweeps, survivalCurve, warmupReadings } from './robustness.ts';
import type { StudyOutcome } from './study.ts';
import type { ArmResult, StudyResult } from './types.ts';
import { armNoise, comparePairs, estimate, studyNoise, survival } from './verdict.ts';

export interface ResultContext {
  readonly task: Pick<Task, 'vocabSize' | 'bigramEntropy' | 'classes'>;
  readonly taskTitle: string;
  readonly taskNotes: readonly string[];
  readonly taskWarnings?: readonly string[];
  /** Of titles, warnings and notes. */
  readonly language: Language;
  readonly command: string;
  readonly version: string;
  readonly seconds: number;
  /** Worker processes, for estimates of time; one when left out. */
  readonly jobs?: number;
  readonly date: string;
}

export function studyResult(plan: StudyPlan, outcome: StudyOutcome, context: ResultContext): StudyResult {
  const shared = typicalRun(plan);
  const judged = plan.arms.map((id) => ({
    id,
    varied: plan.own[id]?.varied ?? {},
    runs: outcome.runs.filter(({ arm, stage }) => arm === id && stage === 'judge'),
  }));
  const judging = { seeds: judges(plan) ? plan.grid.judgeSeeds.length : 0, jobs: context.jobs ?? 1 };
  const groups = rankGroups(judged);
  const ranks = new Map(groups.flatMap((group) => [...group.ranks]));
  const warnings = studyWarnings(plan, context.language);
  const engine: EngineDescription = outcome.engine ?? { ...shared.engine, version: 'unknown', device: 'cpu' };
  return {
    arms: plan.arms.map((id) => armResult(id, plan, outcome, context, { ranks, warnings })),
    pairs: judges(plan) ? comparePairs(judged, judging) : [],
    groups: groups.map(({ ranks: _ranks, ...group }) => group),
    noise: studyNoise(judged, judging),
    engine,
    command: context.command,
    task: {
      id: shared.task.id,
      title: context.taskTitle || tasks.get(shared.task.id).title[context.language],
      vocabSize: context.task.vocabSize,
      bigramEntropy: context.task.bigramEntropy,
      uniformEntropy: Math.log(context.task.classes),
      notes: context.taskNotes,
      warnings: context.taskWarnings ?? [],
    },
    settings: settingsOf(shared),
    grid: { fields: {}, ...plan.grid },
    protocol: plan.protocol ?? { id: 'grid' },
    name: plan.name ?? null,
    interrupted: outcome.interrupted,
    seconds: context.seconds,
    version: context.version,
    date: context.date,
  };
}

/** What is told by looking at all arms together. */
interface ByArm {
  readonly ranks: ReadonlyMap<string, number>;
  readonly warnings: ReadonlyMap<string, readonly string[]>;
}

function armResult(
  id: string,
  plan: StudyPlan,
  { runs, choices, parameterCounts }: StudyOutcome,
  { language, task }: ResultContext,
  { ranks, warnings }: ByArm,
): ArmResult {
  const own = runs.filter(({ arm }) => arm === id);
  const judged = own.filter(({ stage }) => stage === 'judge');
  const outcomes = judges(plan) ? judged : own;
  const { model } = typicalRun(plan, id);
  const choice = choices.get(id);
  const arm = plan.own[id] as Arm;
  const base = arm.base ?? id;
  return {
    id,
    title: armTitle(arm)[language],
    equation: armEquation(model),
    diagram: armDiagram(model),
    parameters: parameterCounts.get(id) ?? 0,
    warnings: warnings.get(id) ?? [],
    lr: choice?.lr ?? null,
    warmup: choice?.warmup ?? null,
    fields: choice?.fields ?? {},
    base,
    baseTitle: armTitle({ ...arm, id: base })[language],
    varied: arm.varied ?? {},
    runs: own,
    evalLoss: estimate(judged, judges(plan) ? plan.grid.judgeSeeds.length : 0),
    survival: survival(outcomes),
    survivalCurve: survivalCurve(outcomes),
    interquartile: interquartile(judged),
    noise: armNoise(judged),
    meanRank: ranks.get(id) ?? null,
    sweeps: rateSweeps(own, choice),
    warmups: warmupReadings(own),
    ...(rises(plan) && { ramps: rampReadings(own, Math.log(task.classes)) }),
  };
}

const rises = ({ protocol }: StudyPlan): boolean => protocols.get(protocol?.id ?? 'grid').rises ?? false;

/** Everything the arms share, flat; what the grid varies is left out. */
function settingsOf(run: Run): Record<string, unknown> {
  const { placement: _placement, ...model } = run.model;
  const { lr: _lr, ...optimizer } = run.optimizer;
  const { warmupSteps: _warmup, ...schedule } = run.schedule;
  const { seed: _seed, ...rest } = run;
  return { ...rest, model, optimizer, schedule };
}
