/** A whole comparison in this thread, for browsers and notebooks: no processes, no files. */
import type { Language } from '../core/message/index.ts';
import type { Engine } from '../engine/types.ts';
import { textFile } from '../task/data/text-file.ts';
import { tasks } from '../task/index.ts';
import type { TaskConfig, TaskFile } from '../task/types.ts';
import { inThreadExecutor } from './in-thread.ts';
import { type StudyOptions, studyPlan } from './options.ts';
import { typicalRun } from './plan.ts';
import { studyResult } from './result.ts';
import { settleTask, taskSentences } from './settle-task.ts';
import { runStudy, type StudyListener } from './study.ts';
import type { StudyResult } from './types.ts';

export interface CompareHere extends Omit<StudyOptions, 'engine'> {
  /** An opened engine: `await portableEngines.get('ort-wasm').open({ threads: 1 })`. */
  readonly engine: Engine;
  /** The text of a task that reads one. */
  readonly text?: string;
  /** What the task reads, in the order it wants, instead of a text. */
  readonly files?: readonly TaskFile[];
  readonly language?: Language;
  readonly listener?: StudyListener;
  readonly signal?: AbortSignal;
}

/** @throws UserError when an option is not valid or what the task reads is missing or does not fit. */
export async function compareHere({
  engine,
  text,
  files = text === undefined ? [] : [textFile('text', text)],
  language = 'en',
  listener = {},
  signal,
  ...options
}: CompareHere): Promise<StudyResult> {
  const began = performance.now();
  const { id, threads } = engine.description;
  const plan = studyPlan({ ...options, task: taskHere(options.task, files) }, { id, threads });
  const run = typicalRun(plan);
  const task = tasks.get(run.task.id).create(run.task, run.model.seqLen, files);
  const executor = inThreadExecutor({ openEngine: async () => engine, files: () => files });
  const outcome = await runStudy(plan, executor, { language, ...listener }, signal);
  return studyResult(plan, outcome, {
    task,
    taskTitle: '',
    ...taskSentences(task, language),
    language,
    command: '',
    version: '',
    seconds: (performance.now() - began) / 1000,
    date: new Date().toISOString(),
  });
}

/** The task with the names of its files, which say that there are some. */
function taskHere(input: StudyOptions['task'], files: readonly TaskFile[]): TaskConfig {
  const config = (typeof input === 'string' ? { id: input } : { id: 'text', ...input }) as TaskConfig;
  const named = files.length === 0 ? config : { ...config, files: files.map(({ name }) => name) };
  return settleTask(named, tasks.get(config.id), files);
}
