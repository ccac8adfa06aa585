/** `compare`, `signal` and `train` as Node offers them: worker processes, files, this machine's engines. */
import { join } from 'node:path';
import { FailureError } from '../core/errors.ts';
import { type Language, message } from '../core/message/index.ts';
import { openFolder } from '../store/files.node.ts';
import { tasks } from '../task/index.ts';
import type { Task } from '../task/types.ts';
import { chooseEngine, defaultJobs } from './engine-choice.node.ts';
import { type CompareOptions, comparePlan } from './options.ts';
import { type StudyPlan, typicalRun } from './plan.ts';
import { Pool } from './pool.node.ts';
import { studyResult } from './result.ts';
import { runSignal, type SignalProgress } from './signal.ts';
import { type SignalOptions, signalPlan } from './signal-options.ts';
import type { SignalResult } from './signal-types.ts';
import { StoredExecutor } from './stored.node.ts';
import { runStudy, type StudyProgress } from './study.ts';
import { taskOf } from './task-of.node.ts';
import type { RunRecord, StudyResult } from './types.ts';
import { version } from './version.node.ts';

export interface NodeOptions {
  /** Engine id; the fastest that is installed when left out. */
  readonly engine?: string;
  /** Threads of each worker. */
  readonly threads?: number;
  /** Worker processes; one for each core when left out. */
  readonly jobs?: number;
  /** Stops the work; what has finished is kept and comes back. */
  readonly signal?: AbortSignal;
  /** Of titles, warnings, notes and reasons in the result; English when left out. */
  readonly language?: Language;
  /** Folders that the caller will write to: tried once everything fits, before any work. */
  readonly folders?: readonly string[];
  /** The command that repeats this, for the result. */
  readonly command?: string;
}

export interface CompareCall extends Omit<CompareOptions, 'engine'>, NodeOptions {
  /** Folder for the files of every run; nothing is written when left out. */
  readonly out?: string;
  readonly onStart?: (plan: StudyPlan, jobs: number) => void;
  readonly onProgress?: (progress: StudyProgress) => void;
  readonly onRun?: (run: RunRecord) => void;
}

/**
 * Trains every arm at every learning rate and warm-up, chooses on selection seeds, judges on fresh ones.
 *
 * @returns arms with all their runs, and a verdict for each pair.
 * @throws UserError when an option does not fit, FailureError when no run could be made.
 * @example
 * const result = await compare({ arms: ['post', 'pre'], task: 'copy', model: { nLayers: 2, dModel: 16, seqLen: 8 }, steps: 20, seeds: 2 });
 * console.log(result.pairs[0].verdict);
 */
export async function compare(call: CompareCall = {}): Promise<StudyResult> {
  const began = performance.now();
  const {
    engine,
    threads = 1,
    jobs = defaultJobs(),
    out,
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
  const plan = comparePlan({ ...options, task }, chooseEngine(engine, threads));
  const run = typicalRun(plan);
  const madeTask = tasks.get(run.task.id).create(run.task, run.model.seqLen, source.files);
  for (const folder of out === undefined ? folders : [...folders, out]) openFolder(folder);
  onStart?.(plan, jobs);
  let fatal: Error | undefined;
  const stopFor = (stop: AbortController) => (error: Error) => {
    fatal ??= error;
    stop.abort();
  };
  const outcome = await withPool(jobs, signal, (pool, stop) =>
    runStudy(
      plan,
      out === undefined ? pool : new StoredExecutor(pool, join(out, 'runs')),
      { language, progress: onProgress, ended: onRun, fatal: stopFor(stop) },
      stop.signal,
    ),
  );
  if (fatal) throw fatal;
  const failed = outcome.runs.filter(({ status }) => status === 'failed');
  if (failed.length === outcome.runs.length && failed[0]) throw new FailureError('error.allFailed', { detail: failed[0].reason ?? '' });
  const seconds = (performance.now() - began) / 1000;
  return studyResult(plan, outcome, {
    task: madeTask,
    taskTitle: source.title,
    taskNotes: notesOf(madeTask, language),
    language,
    command,
    version,
    seconds,
    date: new Date().toISOString(),
  });
}

export interface SignalCall extends SignalOptions, NodeOptions {
  readonly onProgress?: (progress: SignalProgress) => void;
}

/**
 * Measures arms at initialisation, without training: stream energy, gradient norms and embedding share by depth.
 *
 * @returns per arm and depth the means over seeds with theory beside them, and the log-log slope of the last FFN gradient norm.
 * @throws UserError when an option does not fit.
 */
export async function signal(call: SignalCall = {}): Promise<SignalResult> {
  const began = performance.now();
  const {
    engine,
    threads = 1,
    jobs = defaultJobs(),
    folders = [],
    language = 'en',
    onProgress,
    command = '',
    signal: abort,
    ...options
  } = call;
  const plan = signalPlan(options, chooseEngine(engine, threads), language);
  for (const folder of folders) openFolder(folder);
  const outcome = await withPool(jobs, abort, (pool, stop) => runSignal(plan, pool, onProgress, stop.signal));
  const { arms: _arms, engine: chosen, language: _language, theory: _theory, ...settings } = plan;
  const described = outcome.engine ?? { ...chosen, version: 'unknown', device: 'cpu' };
  const seconds = (performance.now() - began) / 1000;
  return {
    arms: outcome.arms,
    engine: described,
    command,
    settings: { ...settings, setting: options.setting ?? 'model' },
    seconds,
    version,
    date: new Date().toISOString(),
  };
}

/** A pool that lives as long as the work, and a way to stop it from outside or from within. */
async function withPool<T>(
  size: number,
  signal: AbortSignal | undefined,
  work: (pool: Pool, stop: AbortController) => Promise<T>,
): Promise<T> {
  const pool = new Pool(size);
  const stop = new AbortController();
  const forward = () => stop.abort();
  signal?.addEventListener('abort', forward, { once: true });
  if (signal?.aborted) stop.abort();
  try {
    return await work(pool, stop);
  } finally {
    signal?.removeEventListener('abort', forward);
    await pool.close();
  }
}

const notesOf = ({ notes }: Task, language: Language): string[] => notes.map(({ key, values }) => message(language, key, values));
