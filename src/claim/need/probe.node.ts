import { join } from 'node:path';
import { engines } from '../../engine/index.node.ts';
import type { Engine } from '../../engine/types.ts';
import { ask } from '../../probe/ask.ts';
import { storedModel } from '../../probe/stored.node.ts';
import { initialSubject, trainedSubject } from '../../probe/subject.ts';
import type { Subject } from '../../probe/types.ts';
import { runId } from '../../spec/identity.ts';
import type { Run } from '../../spec/run.ts';
import { chooseEngine } from '../../study/engine-choice.node.ts';
import { studyPlan } from '../../study/options.ts';
import { armRun } from '../../study/plan.ts';
import { taskOf } from '../../study/task-of.node.ts';
import type { StudyResult } from '../../study/types.ts';
import { nodeWorkshop } from '../../study/workshop.node.ts';
import { tasks } from '../../task/index.ts';
import { sizeOf } from '../read/read.ts';
import { kept } from './kept.node.ts';
import type { Measured, MeasureOptions } from './measured.ts';
import { measureStudy, runsFolder } from './study.node.ts';
import type { Answer, ProbeNeed } from './types.ts';

/** A model to be asked. */
interface Target {
  readonly arm: string;
  readonly at: number;
  readonly seed: number;
  /** The run whose model it is. */
  readonly run: string;
  open(options: { readonly engine: Engine; readonly batches: number; readonly signal: AbortSignal }): Promise<Subject>;
}

/** Asks each model in turn. Undefined when stopped before its end. */
export async function measureProbes(need: ProbeNeed, options: MeasureOptions): Promise<Measured | undefined> {
  const trained = need.kind === 'trained' ? await measureStudy(need.study, options) : undefined;
  if (need.kind === 'trained' && trained === undefined) return undefined;
  const all = trained ? trainedTargets(trained.result as StudyResult, options.folder) : await initialTargets(need);
  const targets = all.filter(({ arm }) => need.arms?.includes(arm) ?? true);
  const choice = await chooseEngine(options.engine, 1);
  const engine = await engines.get(choice.id).open(choice);
  const answers: Answer[] = [];
  let seconds = trained?.seconds ?? 0;
  for (const { arm, at, seed, run, open } of targets) {
    const asked = { kind: need.kind, run, probes: need.probes, batches: need.batches, engine: options.engine };
    const { before, keep } = kept<Asked>(options.folder, asked, ({ series }) => series !== undefined);
    const answer = before ?? (await askOne(open));
    if (!answer) return undefined;
    if (!before) keep(answer);
    answers.push({ arm, at, seed, series: answer.series });
    seconds += answer.seconds;
    options.progress?.(answers.length / targets.length);
  }
  return { result: answers, runs: targets.length + (trained?.runs ?? 0), seconds, engine: engine.description };

  async function askOne(open: Target['open']): Promise<Asked | undefined> {
    if (options.signal.aborted) return undefined;
    const began = performance.now();
    const subject = await open({ engine, batches: need.batches, signal: options.signal });
    const told = await ask(subject, need.probes);
    if (told.length < need.probes.length) return undefined;
    const series = Object.fromEntries(told.flatMap((probe) => probe.series.map(({ id, values }) => [id, values])));
    return { series, seconds: (performance.now() - began) / 1000 };
  }
}

/** What one model answered, and what it took. */
interface Asked extends Pick<Answer, 'series'> {
  readonly seconds: number;
}

const taskFor = (run: Run) => tasks.get(run.task.id).create(run.task, run.model.seqLen, nodeWorkshop.files(run));

/** The judging runs that finished; one that diverged has no weights worth asking. */
const trainedTargets = (result: StudyResult, folder: string): Target[] =>
  result.arms.flatMap((arm) =>
    arm.runs
      .filter(({ stage, status }) => stage === 'judge' && status === 'finished')
      .map(({ id, seed }) => ({
        run: id,
        arm: arm.base,
        at: Number(sizeOf(arm)),
        seed,
        open: async (options) => {
          const stored = storedModel(join(runsFolder(folder), id));
          return trainedSubject({ run: stored.run, task: taskFor(stored.run), ...options }, stored);
        },
      })),
  );

async function initialTargets({ study }: ProbeNeed): Promise<Target[]> {
  const { engine: _engine, ...options } = study.options;
  const plan = studyPlan({ ...options, task: taskOf(options.task).task }, await chooseEngine(undefined, 1));
  const setting = { lr: plan.grid.lr[0] as number, warmup: plan.grid.warmup[0] as number, fields: {} };
  return plan.arms.flatMap((id) =>
    plan.grid.judgeSeeds.map((seed) => {
      const { base = id, varied = {} } = plan.own[id] ?? {};
      const run = armRun(plan, id, setting, seed);
      return {
        arm: base,
        at: Number(sizeOf({ varied })),
        seed,
        run: runId(run),
        open: (asked) => initialSubject({ run, task: taskFor(run), ...asked }),
      };
    }),
  );
}
