import { join, resolve } from 'node:path';
import { double, each, encode, float, int, message, text } from '../../core/protobuf.ts';
import { writeWhole } from '../../store/files.node.ts';
import { eachRun } from '../each-run.node.ts';
import { type Scalar, scalarsOf } from '../scalars.ts';
import { tfRecord } from '../tfrecord.ts';
import type { ExportedRun, Exporter, ExportRequest } from '../types.ts';

/** Always the same name: a run exported again takes the place of what was there. TensorBoard asks for "tfevents" in it. */
const fileName = 'events.out.tfevents.normlab';

/** The part of TensorBoard's event format that is written, with the field numbers of TensorFlow's event.proto and summary.proto. */
const event = {
  wallTime: [1, double],
  step: [2, int],
  fileVersion: [3, text],
  summary: [5, message({ value: [1, each(message({ tag: [1, text], simpleValue: [2, float] }))] })],
} as const;

/** A folder for each run, with one file of events. */
export const tensorboard: Exporter = {
  id: 'tensorboard',
  target: 'folder',
  export: async (request: ExportRequest) => {
    const root = resolve(request.target);
    const runs = await eachRun(request, (run) => writeWhole(join(root, runFolder(run), fileName), eventFile(run)));
    return { places: [root], runs, before: 0 };
  },
};

const runFolder = ({ folder, id }: ExportedRun): string => (folder === '.' ? id : folder);

/** Bytes of a run's event file. Values are float32, as TensorBoard keeps them. */
function eventFile(run: ExportedRun): Uint8Array {
  const wallTime = Math.floor(run.endedAt / 1000);
  const events = bySteps(scalarsOf(run.metrics())).map((scalars) => ({
    wallTime,
    step: (scalars[0] as Scalar).step,
    summary: { value: scalars.map(({ name, value }) => ({ tag: name, simpleValue: Math.fround(value) })) },
  }));
  // Every event file begins so.
  const all = [{ wallTime, fileVersion: 'brain.Event:2' }, ...events];
  return Buffer.concat(all.map((one) => tfRecord(encode(event, one))));
}

/** Neighbours of the same step together. */
function bySteps(scalars: readonly Scalar[]): Scalar[][] {
  const groups: Scalar[][] = [];
  for (const scalar of scalars) {
    const last = groups.at(-1);
    if (last?.[0]?.step === scalar.step) last.push(scalar);
    else groups.push([scalar]);
  }
  return groups;
}
