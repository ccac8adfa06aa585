/** A whole comparison in this thread, for browsers and notebooks: no processes, no files. */
import { hash } from '../core/hash.ts';
import { type Language, message } from '../core/message/index.ts';
import type { Engine } from '../engine/types.ts';
import { tasks } from '../task/index.ts';
import { armRun, type CompareListener, runComparison } from './compare.ts';
import { inThreadExecutor } from './in-thread.ts';
import { type CompareOptions, comparePlan } from './options.ts';
import { compareResult } from './result.ts';
import type { CompareResult } from './types.ts';

export interface CompareHere extends Omit<CompareOptions, 'engine'> {
  /** An opened engine: `await portableEngines.get('ort-wasm').open({ threads: 1 })`. */
  readonly engine: Engine;
  /** The text of the text task. */
  readonly text?: string;
  readonly language?: Language;
  readonly listener?: CompareListener;
  readonly signal?: AbortSignal;
}

/** @throws UserError when an option does not fit or the text is missing or too short. */
export async function compareHere({
  engine,
  text,
  language = 'en',
  listener = {},
  signal,
  ...options
}: CompareHere): Promise<CompareResult> {
  const began = performance.now();
  const { id, threads } = engine.description;
  const hashed =
    text === undefined
      ? options.task
      : { id: 'text' as const, ...(typeof options.task === 'object' && options.task), textHash: hash(text) };
  const plan = comparePlan({ ...options, task: hashed }, { id, threads });
  const run = armRun(plan, plan.arms[0] as string, plan.grid.lr[0] as number, plan.grid.warmup[0] as number, 0);
  const task = tasks.get(run.task.id).create(run.task, run.model.seqLen, text);
  const executor = inThreadExecutor({ openEngine: async () => engine, text: () => text });
  const outcome = await runComparison(plan, executor, { language, ...listener }, signal);
  return compareResult(plan, outcome, {
    task,
    taskTitle: '',
    taskNotes: task.notes.map(({ key, values }) => message(language, key, values)),
    language,
    command: '',
    version: '',
    seconds: (performance.now() - began) / 1000,
    date: new Date().toISOString(),
  });
}
