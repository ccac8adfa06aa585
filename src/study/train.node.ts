/** One run from a spec, in a worker process, with its files. */

import { FailureError, UserError } from '../core/errors.ts';
import type { Language } from '../core/message/index.ts';
import { runId } from '../spec/identity.ts';
import { parseRun } from '../spec/parse.ts';
import type { Run } from '../spec/run.ts';
import type { RunInput } from '../spec/schema.ts';
import { findRun } from '../store/run-folder.node.ts';
import { tasks } from '../task/index.ts';
import type { Task } from '../task/types.ts';
import type { TrainEvent } from '../train/events.ts';
import { chooseEngine } from './engine-choice.node.ts';
import { fatalError, type JobEnd } from './executor.ts';
import { Pool } from './pool.node.ts';
import { RunRecorder } from './record.ts';
import { endedRun } from './stored.node.ts';
import { taskOf } from './task-of.node.ts';
import type { RunRecord } from './types.ts';

export interface TrainCall {
  /** Folder for run.json, events.jsonl and checkpoints; nothing is written when left out. */
  readonly out?: string;
  /** Go on from the last checkpoint of an unfinished run in `out`. */
  readonly resume?: boolean;
  readonly signal?: AbortSignal;
  /** Of the reason in the record; English when left out. */
  readonly language?: Language;
  readonly onEvent?: (event: TrainEvent, run: Run) => void;
}

export interface TrainResult {
  readonly run: Run;
  readonly record: RunRecord;
  /** Whether it had run before, and its numbers were read from its files. */
  readonly reused: boolean;
}

/**
 * Trains one model.
 *
 * @param spec what a spec file holds; `normlab schema spec` prints its schema.
 * @returns the run with every default filled in, and how it ended.
 * @throws UserError when a field does not fit or the folder cannot be written, FailureError when the engine fails.
 * @example
 * const { record } = await train({ model: { placement: 'pre', nLayers: 2, dModel: 16, nHeads: 2, seqLen: 8 }, task: 'copy', steps: 20 });
 * console.log(record.status, record.evalLoss);
 */
export async function train(spec: unknown, { out, resume = false, signal, language, onEvent }: TrainCall = {}): Promise<TrainResult> {
  const run = await resolveRun(spec);
  const id = runId(run);
  const recorder = new RunRecorder(
    {
      id,
      arm: run.model.placement.id,
      stage: 'judge',
      seed: run.seed,
      lr: run.optimizer.lr,
      warmup: run.schedule.warmupSteps,
      fields: {},
    },
    language,
  );
  const done = out === undefined ? undefined : endedRun(out, id);
  if (done) return { run, record: replayed(recorder, done.events, (event) => onEvent?.(event, run)), reused: true };
  if (resume) requireUnfinished(out, id);
  const stop = new AbortController();
  signal?.addEventListener('abort', () => stop.abort(), { once: true });
  const pool = new Pool(1);
  let end: JobEnd | undefined;
  try {
    await pool.execute(
      [{ kind: 'train', id, run, ...(out !== undefined && { folder: out, resume }) }],
      {
        event: (_job, event) => {
          if (event.type === 'signal') return;
          recorder.event(event);
          onEvent?.(event, run);
        },
        end: (_job, ended) => {
          end = ended;
        },
      },
      stop.signal,
    );
  } finally {
    await pool.close();
  }
  const ended = end as JobEnd;
  if (ended.type === 'failed' && ended.fatal) throw fatalError(ended.fatal);
  const record = recorder.record(ended);
  if (record.status === 'failed') throw new FailureError('error.runFailed', { detail: record.reason ?? '' });
  return { run, record, reused: false };
}

function replayed(recorder: RunRecorder, events: readonly TrainEvent[], listen: (event: TrainEvent) => void): RunRecord {
  for (const event of events) {
    recorder.event(event);
    listen(event);
  }
  return recorder.record({ type: 'ended' });
}

/** @throws UserError when the folder has no run of this spec that could go on. */
function requireUnfinished(out: string | undefined, id: string): void {
  const { state, file } = out === undefined ? { state: 'pending', file: undefined } : findRun(out);
  if (state === 'pending' || (file && file.id !== id)) throw new UserError('error.runResumeMissing', { folder: out ?? '', state });
}

/** The spec as a whole run, its engine known. */
async function resolveRun(spec: unknown): Promise<Run> {
  const { run, asked } = readRun(spec);
  return { ...run, engine: await chooseEngine(asked, run.engine.threads) };
}

/**
 * The spec as a whole run, its files hashed, with its task and the engine it asks for.
 * @throws UserError when a field does not fit.
 */
export function readRun(spec: unknown): { readonly run: Run; readonly task: Task; readonly asked: string | undefined } {
  if (typeof spec !== 'object' || spec === null)
    throw new UserError('error.spec', { problems: '  spec: expected fields such as "model" (missing)', schema: 'spec', file: 'none' });
  parseRun(spec);
  const { task, files } = taskOf((spec as RunInput).task);
  const run = parseRun({ ...spec, task });
  return {
    run,
    task: tasks.get(run.task.id).create(run.task, run.model.seqLen, files),
    asked: 'engine' in spec ? run.engine.id : undefined,
  };
}
