/** Studies as Node offers them: worker processes, files, this machine's engines. */
import { FailureError, UserError } from '../core/errors.ts';
import { toJson } from '../core/json.ts';
import type { Language } from '../core/message/index.ts';
import { openFolder } from '../store/files.node.ts';
import { tasks } from '../task/index.ts';
import type { Task } from '../task/types.ts';
import { chooseEngine, defaultJobs } from './engine-choice.node.ts';
import type { Executor } from './executor.ts';
import { type Growth, grow } from './grow.ts';
import type { NodeOptions } from './node-options.ts';
import { notRun } from './not-run.ts';
import { type StudyOptions, studyPlan } from './options.ts';
import { type StudyPlan, typicalRun } from './plan.ts';
import { Pool } from './pool.node.ts';
import { studyResult } from './result.ts';
import { taskSentences, titleIn } from './settle-task.ts';
import { StoredExecutor } from './stored.node.ts';
import { runStudy, type StudyOutcome, type StudyProgress } from './study.ts';
import { hasStudy, openStudy, readStudyFile, runsOf, type StudyFile, studyId, writeStudyFile } from './study-folder.node.ts';
import { type ReadTask, taskOf } from './task-of.node.ts';
import type { RunRecord, StudyResult } from './types.ts';
import { version } from './version.node.ts';
import { withExecutor } from './with-executor.ts';

/** Where a study is kept, who runs it, and who hears of it. */
export interface ConductOptions extends NodeOptions {
  /** Folder for study.json and the files of every run; nothing is written when left out. What has finished there is not run again. */
  readonly out?: string;
  /** Refuse to start over: `out` must hold this study. */
  readonly resume?: boolean;
  /** Added to the study. */
  readonly growth?: Growth;
  /** Who runs the runs; worker processes of this machine when left out. */
  readonly executor?: (jobs: number) => Promise<Executor>;
  readonly onStart?: (plan: StudyPlan, jobs: number) => void;
  readonly onProgress?: (progress: StudyProgress) => void;
  readonly onRun?: (run: RunRecord) => void;
  /** Hears at the end how many runs had finished in `out` before, and were not run again. */
  readonly onReused?: (runs: number) => void;
}

export interface StudyCall extends Omit<StudyOptions, 'engine'>, ConductOptions {}

/**
 * Trains every arm at every setting, chooses on selection seeds, judges on fresh ones.
 *
 * @returns arms with all their runs, and a verdict for each pair.
 * @throws UserError when an option is not valid, FailureError when no run could be made.
 * @example
 * const result = await study({ arms: ['post', 'pre'], task: 'copy', model: { nLayers: 2, dModel: 16, seqLen: 8 }, steps: 20, seeds: 2 });
 * console.log(result.pairs[0].verdict);
 */
export async function study(call: StudyCall = {}): Promise<StudyResult> {
  const { out, resume, growth, executor, onStart, onProgress, onRun, onReused, ...others } = call;
  const { engine, threads = 1, jobs, folders, language, command, signal, ...options } = others;
  const read = taskOf(options.task, language);
  return conduct(studyPlan({ ...options, task: read.task }, await chooseEngine(engine, threads)), read, call);
}

/**
 * Goes on with the study of a folder, or with more of it.
 *
 * @throws UserError when the folder holds no study, or it cannot grow so.
 */
export function growStudy(folder: string, call: Omit<ConductOptions, 'out' | 'resume' | 'engine' | 'threads'> = {}): Promise<StudyResult> {
  const { plan, command } = readStudyFile(folder);
  return conduct(plan, taskOf(plan.base.task, call.language), { command, ...call, out: folder });
}

async function conduct(asked: StudyPlan, { title, files }: ReadTask, call: ConductOptions): Promise<StudyResult> {
  const began = performance.now();
  const { jobs = defaultJobs(), out, growth = {}, executor = async (size) => new Pool(size), folders = [] } = call;
  const { language = 'en', command = '' } = call;
  const plan = grow(asked, growth);
  const { task: config, model } = typicalRun(plan);
  const made = tasks.get(config.id).create(config, model.seqLen, files);
  const file = studyFile(plan, made, { title, ...taskSentences(made, language), command, jobs });
  if (call.resume && (out === undefined || !hasStudy(out))) throw new UserError('error.studyResume', { folder: out ?? '' });
  for (const folder of out === undefined ? folders : [...folders, out]) openFolder(folder);
  const secondsBefore = out === undefined ? 0 : openStudy(out, file);
  call.onStart?.(plan, jobs);
  let fatal: Error | undefined;
  const stopFor = (stop: AbortController) => (error: Error) => {
    fatal ??= error;
    stop.abort();
  };
  const outcome = await withExecutor(await executor(jobs), call.signal, async (inner, stop) => {
    const listener = { language, progress: call.onProgress, ended: call.onRun, fatal: stopFor(stop) };
    if (out === undefined) return runStudy(plan, inner, listener, stop.signal);
    const stored = new StoredExecutor(inner, runsOf(out));
    const told = await runStudy(plan, stored, listener, stop.signal);
    call.onReused?.(stored.reused);
    return told;
  });
  if (fatal) throw fatal;
  const failed = outcome.runs.filter(({ status }) => status === 'failed');
  if (failed.length === outcome.runs.length && failed[0]) throw new FailureError('error.allFailed', { detail: failed[0].reason ?? '' });
  const ended = { seconds: secondsBefore + (performance.now() - began) / 1000, date: new Date().toISOString() };
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
  readonly taskNotes: readonly string[];
  readonly taskWarnings: readonly string[];
  readonly command: string;
  readonly jobs: number;
}

function studyFile(
  plan: StudyPlan,
  { vocabSize, classes, bigramEntropy, notes: said }: Task,
  { title, taskNotes: notes, taskWarnings: warnings, command, jobs }: Source,
): StudyFile {
  const task = { title, notes, warnings, said, vocabSize, classes, bigramEntropy };
  // As it will be read back: what is undefined is not there.
  return JSON.parse(toJson({ format: 1, id: studyId(plan), version, command, jobs, task, plan })) as StudyFile;
}

const resultOf = ({ plan, task, command, jobs, version: made, ended }: StudyFile, outcome: StudyOutcome, language: Language): StudyResult =>
  studyResult(plan, outcome, {
    task,
    taskTitle: titleIn(task.title, tasks.get(typicalRun(plan).task.id), language),
    ...(task.said ? taskSentences({ notes: task.said }, language) : { taskNotes: task.notes, taskWarnings: task.warnings }),
    language,
    command,
    jobs,
    version: made,
    seconds: ended?.seconds ?? 0,
    date: ended?.date ?? '',
  });
