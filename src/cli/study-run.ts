/** A study on the terminal: what it is going to do, how far it is, and what came out. */

import pc from 'picocolors';
import { type Language, message } from '../core/message/index.ts';
import { renderCompareReport } from '../report/compare.ts';
import { toCompareJson } from '../study/compare-json.ts';
import { studyWarnings } from '../study/describe.ts';
import { type ExecutorOptions, openExecutor } from '../study/executors.node.ts';
import { type StudyPlan, typicalRun } from '../study/plan.ts';
import type { ConductOptions } from '../study/study.node.ts';
import { foreseen, type StudyProgress } from '../study/study.ts';
import { readStudyFile } from '../study/study-folder.node.ts';
import type { StudyResult } from '../study/types.ts';
import { embed } from '../study/verify.node.ts';
import { commandLine } from './command-line.ts';
import { compareTables } from './compare-tables.ts';
import { noteEngine } from './engine-note.ts';
import { interruptedExitCode, onInterrupt } from './interrupt.ts';
import { jsonFolder, shortPath, writeJson, writeReport } from './outputs.ts';
import { Progress } from './progress.ts';

export interface StudyOutput {
  readonly folder: string;
  /** Where the numbers go, `-` for standard output. */
  readonly json?: string;
  readonly language: Language;
  /** Who runs the runs. */
  readonly executor?: Omit<ExecutorOptions, 'jobs'>;
}

/** @param work begins the study, or goes on with it. */
export async function runStudyHere(work: (how: ConductOptions) => Promise<StudyResult>, output: StudyOutput): Promise<void> {
  const { folder, json, language, executor } = output;
  const progress = new Progress(language);
  const { signal, release } = onInterrupt(language);
  const runs = { done: 0, total: 0, reused: 0 };
  try {
    const result = await work({
      out: folder,
      folders: jsonFolder(json),
      language,
      signal,
      executor: (jobs) => openExecutor({ ...executor, jobs, folder, language, notice: (text) => console.error(text) }),
      onStart: (plan, jobs) => {
        runs.total = foreseen(plan).runs;
        announce(plan, jobs, runs.total, language);
      },
      onRun: () => {
        runs.done++;
      },
      onReused: (n) => {
        runs.reused = n;
      },
      onProgress: (at) => show(progress, at, runs, language),
    });
    progress.done();
    if (runs.reused > 0) console.error(message(language, 'cli.reused', { reused: runs.reused, trained: runs.done - runs.reused }));
    finish(result, output);
    if (result.interrupted) process.exitCode = interruptedExitCode;
  } finally {
    progress.done();
    release();
  }
}

function announce(plan: StudyPlan, jobs: number, runs: number, language: Language): void {
  const { model, engine, steps, task } = typicalRun(plan);
  const named = plan.arms.slice(0, mostNamed).join(', ');
  console.error(
    message(language, 'cli.plan', {
      arms: plan.arms.length > mostNamed ? message(language, 'cli.plan.more', { arms: named, n: plan.arms.length - mostNamed }) : named,
      task: task.id,
      depth: String(model.nLayers),
      width: String(model.dModel),
      context: String(model.seqLen),
      runs,
      steps: String(steps),
      engine: engine.id,
      jobs,
      threads: engine.threads,
    }),
  );
  noteEngine(engine.id, language);
  for (const text of new Set([...studyWarnings(plan, language).values()].flat()))
    console.error(pc.yellow(message(language, 'cli.warning', { text })));
}

const mostNamed = 8;

function show(progress: Progress, at: StudyProgress, runs: { done: number; total: number }, language: Language): void {
  const { stage, doneSteps, totalSteps } = at;
  const total = Math.max(runs.total, runs.done);
  progress.show('cli.progress', totalSteps > 0 ? Math.min(1, doneSteps / totalSteps) : 0, {
    stage: message(language, `cli.stage.${stage}`),
    done: runs.done,
    total,
  });
}

/** The report, the JSON and the tables of a study in its folder. */
export function finish(result: StudyResult, { folder, json, language, executor }: StudyOutput): void {
  const say = (key: Parameters<typeof message>[1], values = {}) => message(language, key, values);
  const report = writeReport(folder, renderCompareReport(result, language, embed(readStudyFile(folder), result)));
  const file = json === undefined ? undefined : writeJson(json, toCompareJson(result, language));
  const print = json === '-' ? console.error : console.log;
  print(compareTables(result, language, (...flags) => goOn(folder, executor, flags)));
  if (result.interrupted) {
    const finished = result.arms.flatMap(({ runs }) => runs).filter(({ status }) => status === 'finished').length;
    print(pc.yellow(say('cli.interrupted', { n: finished })));
    print(pc.yellow(say('cli.goOn', { command: goOn(folder, executor) })));
  }
  print(say('cli.report', { file: report }));
  if (file) print(say('cli.json', { file }));
  print(say('cli.runs', { folder: `${folder}/runs` }));
}

/** The command that goes on with a study, or with more of it. */
const goOn = (folder: string, { id, redis, queue }: Partial<ExecutorOptions> = {}, flags: readonly string[] = []): string =>
  commandLine([
    'study',
    shortPath(folder),
    ...flags,
    ...Object.entries({ '--executor': id, '--redis': redis, '--queue': queue }).flatMap(given),
  ]);

const given = ([flag, value]: readonly [string, string | undefined]): string[] => (value === undefined ? [] : [flag, value]);
