import { join, resolve } from 'node:path';
import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { writeWhole } from '../../store/files.node.ts';
import { eachRun } from '../each-run.node.ts';
import { EventSchema } from '../proto/event_pb.ts';
import { type Scalar, scalarsOf } from '../scalars.ts';
import { tfRecord } from '../tfrecord.ts';
import type { ExportedRun, Exporter, ExportRequest } from '../types.ts';

/** Always the same name: a run exported again takes the place of what was there. TensorBoard asks for "tfevents" in it. */
const fileName = 'events.out.tfevents.normlab';

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
  const events: MessageInitShape<typeof EventSchema>[] = [
    // Every event file begins so.
    { wallTime, what: { case: 'fileVersion', value: 'brain.Event:2' } },
    ...bySteps(scalarsOf(run.metrics())).map((scalars) => ({
      wallTime,
      step: BigInt((scalars[0] as Scalar).step),
      what: {
        case: 'summary' as const,
        value: {
          value: scalars.map(({ name, value }) => ({ tag: name, value: { case: 'simpleValue' as const, value: Math.fround(value) } })),
        },
      },
    })),
  ];
  return Buffer.concat(events.map((event) => tfRecord(toBinary(EventSchema, create(EventSchema, event)))));
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
