/** From what ran to the result that everything shows. */
import type { Language } from '../core/message/index.ts';
import type { EngineDescription } from '../engine/types.ts';
import type { Run } from '../spec/run.ts';
import { tasks } from '../task/index.ts';
import type { Task } from '../task/types.ts';
import { type Arm, armTitle } from './arm.ts';
import { armDiagram, armEquation, armWarnings } from './describe.ts';
import { type StudyPlan, typicalRun } from './plan.ts';
import type { StudyOutcome } from './study.ts';
import type { ArmResult, StudyResult } from './types.ts';
import { comparePairs, estimate, survival } from './verdict.ts';

export interface ResultContext {
  readonly task: Task;
  readonly taskTitle: string;
  readonly taskNotes: readonly string[];
  /** Of titles, warnings and notes. */
  readonly language: Language;
  readonly command: string;
  readonly version: string;
  readonly seconds: number;
  readonly date: string;
}

export function studyResult(plan: StudyPlan, outcome: StudyOutcome, context: ResultContext): StudyResult {
  const arms = plan.arms.map((id) => armResult(id, plan, outcome, context.language));
  const shared = typicalRun(plan);
  const judged = arms.map(({ id, runs }) => ({ id, runs: runs.filter(({ stage }) => stage === 'judge') }));
  const engine: EngineDescription = outcome.engine ?? { ...shared.engine, version: 'unknown', device: 'cpu' };
  return {
    arms,
    pairs: comparePairs(judged),
    engine,
    command: context.command,
    task: {
      id: shared.task.id,
      title: context.taskTitle || tasks.get(shared.task.id).title[context.language],
      vocabSize: context.task.vocabSize,
      bigramEntropy: context.task.bigramEntropy,
      uniformEntropy: Math.log(context.task.classes),
      notes: context.taskNotes,
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

function armResult(id: string, plan: StudyPlan, { runs, choices, parameterCounts }: StudyOutcome, language: Language): ArmResult {
  const own = runs.filter(({ arm }) => arm === id);
  const judged = own.filter(({ stage }) => stage === 'judge');
  const { model } = typicalRun(plan, id);
  return {
    id,
    title: armTitle(plan.own[id] as Arm)[language],
    equation: armEquation(model),
    diagram: armDiagram(model),
    parameters: parameterCounts.get(id) ?? 0,
    warnings: armWarnings(model, language),
    lr: choices.get(id)?.lr ?? null,
    warmup: choices.get(id)?.warmup ?? null,
    fields: choices.get(id)?.fields ?? {},
    base: plan.own[id]?.base ?? id,
    varied: plan.own[id]?.varied ?? {},
    runs: own,
    evalLoss: estimate(judged),
    survival: survival(judged),
  };
}

/** Everything the arms share, flat; what the grid varies is left out. */
function settingsOf(run: Run): Record<string, unknown> {
  const { placement: _placement, ...model } = run.model;
  const { lr: _lr, ...optimizer } = run.optimizer;
  const { warmupSteps: _warmup, ...schedule } = run.schedule;
  const { seed: _seed, ...rest } = run;
  return { ...rest, model, optimizer, schedule };
}
