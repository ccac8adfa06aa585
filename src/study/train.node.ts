/** One run from a spec, in a worker process, with its files. */

import { FailureError, UserError } from '../core/errors.ts';
import type { Language } from '../core/message/index.ts';
import { runId } from '../spec/identity.ts';
import { parseRun } from '../spec/parse.ts';
import type { Run } from '../spec/run.ts';
import type { RunInput } from '../spec/schema.ts';
import { openFolder } from '../store/files.node.ts';
import { RunWriter } from '../store/run-writer.node.ts';
import { tasks } from '../task/index.ts';
import type { TrainEvent } from '../train/events.ts';
import { chooseEngine } from './engine-choice.node.ts';
import { Pool } from './pool.node.ts';
import { RunRecorder } from './record.ts';
import { taskOf } from './task-of.node.ts';
import type { RunRecord } from './types.ts';
import { version } from './version.node.ts';

export interface TrainCall {
  /** Folder for run.json, events.jsonl and checkpoints; nothing is written when left out. */
  readonly out?: string;
  readonly signal?: AbortSignal;
  /** Of the reason in the record; English when left out. */
  readonly language?: Language;
  readonly onEvent?: (event: TrainEvent, run: Run) => void;
}

export interface TrainResult {
  readonly run: Run;
  readonly record: RunRecord;
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
export async function train(spec: unknown, { out, signal, language, onEvent }: TrainCall = {}): Promise<TrainResult> {
  const run = resolveRun(spec);
  const id = runId(run);
  const recorder = new RunRecorder(
    {
      id,
      arm: run.model.placement.id,
      stage: 'judge',
      seed: run.seed,
      lr: run.optimizer.lr,
      warmup: run.schedule.warmupSteps,
    },
    language,
  );
  if (out !== undefined) openFolder(out);
  const writer = out === undefined ? undefined : new RunWriter(out, { id, run, version });
  const stop = new AbortController();
  signal?.addEventListener('abort', () => stop.abort(), { once: true });
  const pool = new Pool(1);
  let record: RunRecord | undefined;
  let broken: unknown;
  try {
    await pool.execute(
      [{ kind: 'train', id, run, ...(out !== undefined && { checkpoint: `${out}/checkpoints/final.safetensors` }) }],
      {
        event: (_job, event) => {
          if (event.type === 'signal' || broken) return;
          recorder.event(event);
          try {
            writer?.event(event);
          } catch (error) {
            broken = error;
            stop.abort();
          }
          onEvent?.(event, run);
        },
        end: (_job, end) => {
          record = recorder.record(end);
        },
      },
      stop.signal,
    );
  } finally {
    await pool.close();
  }
  if (broken) throw broken;
  const ended = record as RunRecord;
  writer?.close(ended.status === 'failed' ? 'failed' : undefined, ended.reason);
  if (ended.status === 'failed') throw new FailureError('error.runFailed', { detail: ended.reason ?? '' });
  return { run, record: ended };
}

/** The spec as a whole run, its files hashed and its engine known. */
function resolveRun(spec: unknown): Run {
  if (typeof spec !== 'object' || spec === null)
    throw new UserError('error.spec', { problems: '  spec: expected fields such as "model" (missing)' });
  parseRun(spec);
  const { task, files } = taskOf((spec as RunInput).task);
  const parsed = parseRun({ ...spec, task });
  const asked = 'engine' in spec ? parsed.engine.id : undefined;
  const run = { ...parsed, engine: chooseEngine(asked, parsed.engine.threads) };
  tasks.get(run.task.id).create(run.task, run.model.seqLen, files);
  return run;
}
