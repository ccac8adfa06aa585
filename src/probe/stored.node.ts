/** What a run's folder holds for probes: its spec, the weights it ended with or the newest checkpoint, and its curves. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../core/errors.ts';
import { parseRun } from '../spec/parse.ts';
import type { Run } from '../spec/run.ts';
import { readCheckpoint } from '../store/checkpoints.node.ts';
import { findRun, parseEvent, readEventLines } from '../store/run-folder.node.ts';
import { fromSafetensors } from '../store/safetensors-read.ts';
import type { NamedTensor } from '../train/values.ts';
import type { Trained } from './subject.ts';

export interface StoredModel extends Trained {
  readonly id: string;
  readonly run: Run;
}

/** @throws UserError when the folder holds no run, or no weights of it. */
export function storedModel(folder: string): StoredModel {
  const { file: head, state } = findRun(folder);
  if (!head) throw new UserError('error.probeNoRun', { folder });
  const steps = readEventLines(folder)
    .map(parseEvent)
    .flatMap((event) => (event.type === 'step' ? [event] : []));
  const curves = { loss: steps.map(({ loss }) => loss), gradientNorm: steps.map(({ gradientNorm }) => gradientNorm) };
  const known = { id: head.id, run: parseRun(head.run), curves };
  const final = join(folder, 'checkpoints', 'final.safetensors');
  if (existsSync(final))
    return { ...known, file: final, steps: steps.length, tensors: dataOf(fromSafetensors(readFileSync(final), final).values()) };
  const checkpoint = readCheckpoint(folder, head.id);
  if (!checkpoint) throw new UserError('error.probeWeights', { folder, state });
  return { ...known, file: join(folder, 'checkpoints'), steps: checkpoint.steps, tensors: dataOf(checkpoint.tensors) };
}

const dataOf = (tensors: Iterable<NamedTensor>): Trained['tensors'] => new Map([...tensors].map(({ key, data }) => [key, data]));
