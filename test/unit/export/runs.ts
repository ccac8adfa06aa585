/** Folders of runs with every kind of end and every kind of number, written as training writes them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Run } from '../../../src/spec/run.ts';
import { RunWriter } from '../../../src/store/run-writer.node.ts';
import type { TrainEvent } from '../../../src/train/events.ts';
import { smallRun } from '../../helper/run.ts';

const engine = { id: 'reference', threads: 1, version: '0', device: 'cpu' };
const labels = { 'max-abs': ['layers.0', 'layers.1', 'layers.2', 'layers.3'] };
const started: TrainEvent = { type: 'started', engine, parameterCount: 10, labels };

/** Numbers that writers lose most easily. */
export const oddNumbers = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1.7976931348623157e308];

export const oddEvents: readonly TrainEvent[] = [
  started,
  { type: 'step', step: 0, loss: 2.5, lr: 1e-3, gradientNorm: 0.1 + 0.2 },
  { type: 'measured', step: 0, series: { 'max-abs': oddNumbers, unlabelled: [1] } },
  { type: 'evaluated', step: 1, loss: 5e-324 },
  { type: 'step', step: 1, loss: Number.NaN, lr: 1e-3, gradientNorm: Number.POSITIVE_INFINITY },
];

/** `oddEvents` as rows of metrics. */
export const oddRows: readonly (readonly [number, string, number | null, string | null, number])[] = [
  [0, 'loss', null, null, 2.5],
  [0, 'lr', null, null, 1e-3],
  [0, 'gradient_norm', null, null, 0.1 + 0.2],
  ...oddNumbers.map((value, i) => [0, 'max-abs', i, `layers.${i}`, value] as const),
  [0, 'unlabelled', 0, null, 1],
  [1, 'eval_loss', null, null, 5e-324],
  [1, 'loss', null, null, Number.NaN],
  [1, 'lr', null, null, 1e-3],
  [1, 'gradient_norm', null, null, Number.POSITIVE_INFINITY],
];

const diverged: TrainEvent = { type: 'diverged', reason: { key: 'loss-not-finite', step: 1, value: Number.NaN } };
const finished: TrainEvent = { type: 'finished', steps: 6, evalLoss: 1.25 };

export function writeRun(folder: string, id: string, events: readonly TrainEvent[], run: Run = smallRun(), failure?: string): void {
  const writer = new RunWriter(folder, { id, run, version: '9.9.9' });
  for (const event of events) writer.event(event);
  writer.close({ failure });
}

/** A folder that goes when the work is done. */
export async function inFolder<T>(work: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'normlab-export-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs below a folder: one finished, one diverged, one failed with a sentence that is a formula, one interrupted. */
export function writeRuns(root: string): void {
  const at = (name: string) => join(root, 'runs', name);
  writeRun(at('judge-aaa'), 'judge-aaa', [...oddEvents, finished], smallRun({ seed: 1 }));
  writeRun(at('select-bbb'), 'select-bbb', [...oddEvents, diverged], smallRun({ seed: 2, model: { placement: 'post' } }));
  writeRun(at('ccc'), 'ccc', oddEvents, smallRun({ seed: 3, optimizer: { id: 'sgd', lr: 1 } }), '=cmd|\' /C calc\'!A0, "quoted"\nand more');
  writeRun(at('ddd'), 'ddd', [started, { type: 'interrupted', steps: 0 }], smallRun({ seed: 4 }));
}
