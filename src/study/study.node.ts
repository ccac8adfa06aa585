/** Studies as Node offers them: worker processes, files, this machine's engines. */
import { FailureError, UserError } from '../core/errors.ts';
import { toJson } from '../core/json.ts';
import { type Language, message } from '../core/message/index.ts';
import { openFolder } from '../store/files.node.ts';
import { tasks } from '../task/index.ts';
import type { Task } from '../task/types.ts';
import { chooseEngine, defaultJobs } from './engine-choice.node.ts';
import type { Executor } from './executor.ts';
import type { NodeOptions } from './node-options.ts';
import { notRun } from './not-run.ts';
import { type StudyOptions, studyPlan } from './options.ts';
import { type StudyPlan, typicalRun } from './plan.ts';
import { Pool } from './pool.node.ts';
import { studyResult } from './result.ts';
import { StoredExecutor } from './stored.node.ts';
import { runStudy, type StudyOutcome, type StudyProgress } from './study.ts';
import { hasStudy, openStudy, readStudyFile, runsOf, type StudyFile, studyId, writeStudyFile } from './study-folder.node.ts';
import { taskOf } from './task-of.node.ts';
import type { RunRecord, StudyResult } from './types.ts';
import { version } from './version.node.ts';
import { withExecutor } from './with-executor.ts';

export interface StudyCall extends Omit<StudyOptions, 'engine'>, NodeOptions {
  /** Folder for study.json and the files of every run; nothing is written when left out. What has finished there is not run again. */
  readonly out?: string;
  /** Refuse to begin anew: `out` must hold this study. */
  readonly resume?: boolean;
  /** Who runs the runs; worker processes of this machine when left out. */
  readonly executor?: (jobs: number) => Promise<Executor>;
  readonly onStart?: (plan: StudyPlan, jobs: number) => void;
  readonly onProgress?: (progress: StudyProgress) => void;
  readonly onRun?: (run: RunRecord) => void;
}

/**
 * Trains every arm at every setting, chooses on selection seeds, judges on fresh ones.
 *
 * @returns arms with all their runs, and a verdict for each pair.
 * @throws UserError when an option does not fit, FailureError when no run could be made.
 * @example
 * const result = await study({ arms: ['post', 'pre'], task: 'copy', model: { nLayers: 2, dModel: 16, seqLen: 8 }, steps: 20, seeds: 2 });
 * console.log(result.pairs[0].verdict);
 */
export async function study(call: StudyCall = {}): Promise<StudyResult> {
  const began = performance.now();
  const {
    engine,
    threads = 1,
    jobs = defaultJobs(),
    out,
    resume = false,
    executor = async (size) => new Pool(size),
    folders = [],
    language = 'en',
    onStart,
    onProgress,
    onRun,
    command = '',
    signal,
    ...options
  } = call;
  const { task, ...source } = taskOf(options.task, language);
  const plan = studyPlan({ ...options, task }, chooseEngine(engine, threads));
  const { task: config, model } = typicalRun(plan);
  const made = tasks.get(config.id).create(config, model.seqLen, source.files);
  const file = studyFile(plan, made, { title: source.title, notes: notesOf(made, language), command, jobs });
  if (resume && (out === undefined || !hasStudy(out))) throw new UserError('error.studyResume', { folder: out ?? '' });
  for (const folder of out === undefined ? folders : [...folders, out]) openFolder(folder);
  if (out !== undefined) openStudy(out, file);
  onStart?.(plan, jobs);
  let fatal: Error | undefined;
  const stopFor = (stop: AbortController) => (error: Error) => {
    fatal ??= error;
    stop.abort();
  };
  const outcome = await withExecutor(await executor(jobs), signal, (inner, stop) =>
    runStudy(
      plan,
      out === undefined ? inner : new StoredExecutor(inner, runsOf(out)),
      { language, progress: onProgress, ended: onRun, fatal: stopFor(stop) },
      stop.signal,
    ),
  );
  if (fatal) throw fatal;
  const failed = outcome.runs.filter(({ status }) => status === 'failed');
  if (failed.length === outcome.runs.length && failed[0]) throw new FailureError('error.allFailed', { detail: failed[0].reason ?? '' });
  const ended = { seconds: (performance.now() - began) / 1000, date: new Date().toISOString() };
  if (out !== undefined) writeStudyFile(out, { ...file, ended });
  return resultOf({ ...file, ended }, outcome, language);
}

/**
 * A study as its folder tells it: nothing is run; runs that are not there count as interrupted.
 *
 * @throws UserError when the folder holds no study.
 */
export async function readStudy(folder: string, language: Language = 'en'): Promise<{ file: StudyFile; result: StudyResult }> {
  const file = readStudyFile(folder);
  const outcome = await runStudy(file.plan, new StoredExecutor(notRun, runsOf(folder), {}), { language });
  const interrupted = outcome.interrupted || outcome.runs.some(({ status }) => status === 'interrupted');
  return { file, result: resultOf(file, { ...outcome, interrupted }, language) };
}

interface Source {
  readonly title: string;
  readonly notes: readonly string[];
  readonly command: string;
  readonly jobs: number;
}

function studyFile(plan: StudyPlan, { vocabSize, classes, bigramEntropy }: Task, { title, notes, command, jobs }: Source): StudyFile {
  const task = { title, notes: [...notes], vocabSize, classes, bigramEntropy };
  // As it will be read back: what is undefined is not there.
  return JSON.parse(toJson({ format: 1, id: studyId(plan), version, command, jobs, task, plan })) as StudyFile;
}

const resultOf = ({ plan, task, command, jobs, version: made, ended }: StudyFile, outcome: StudyOutcome, language: Language): StudyResult =>
  studyResult(plan, outcome, {
    task,
    taskTitle: task.title,
    taskNotes: task.notes,
    language,
    command,
    jobs,
    version: made,
    seconds: ended?.seconds ?? 0,
    date: ended?.date ?? '',
  });

const notesOf = ({ notes }: Task, language: Language): string[] => notes.map(({ key, values }) => message(language, key, values));
