/** A job and its end in a few words, for the line that a worker prints. */
import type { MessageKey, MessageValues } from '../../core/message/index.ts';
import type { Job, JobEnd } from '../executor.ts';
import { readEvent } from './wire.ts';

/** "pre · lr 0.01 · seed 2" */
export const jobText = (job: Job): string =>
  job.kind === 'train'
    ? `${job.run.model.placement.id} · lr ${job.run.optimizer.lr} · seed ${job.run.seed}`
    : `${job.signal.arm} · ${job.signal.model.nLayers}`;

export function jobEnding(lines: readonly string[], end: JobEnd, returned: boolean): readonly [MessageKey, MessageValues] {
  if (returned) return ['cli.worker.returned', {}];
  if (end.type === 'interrupted') return ['cli.worker.stopped', {}];
  if (end.type === 'failed') return ['cli.worker.failed', { detail: end.message }];
  const last = readEvent(lines.at(-1) ?? '{"type":"signal"}');
  if (last.type === 'finished') return ['cli.worker.finished', { loss: last.evalLoss.toFixed(4) }];
  return [last.type === 'diverged' ? 'cli.worker.diverged' : 'cli.worker.measured', {}];
}
