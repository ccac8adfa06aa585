/** What a run remembers when it goes on, and what its last evaluation reads. */
import { expect, it } from 'vitest';
import { tasks } from '../../../src/task/index.ts';
import type { Task } from '../../../src/task/types.ts';
import { Compiler } from '../../../src/train/compiler.ts';
import type { TrainEvent } from '../../../src/train/events.ts';
import { train } from '../../../src/train/session.ts';
import type { Snapshot } from '../../../src/train/snapshot.ts';
import { openEngine, smallRun } from '../../helper/run.ts';

const run = smallRun({ steps: 4, evaluation: { every: 2, batches: 1, finalBatches: 3 } });
const task = tasks.get('copy').create(run.task, run.model.seqLen, undefined);

/** A run's events, and the checkpoint it made after each step. */
async function trained(more: { from?: Snapshot; task?: Task } = {}): Promise<{ events: TrainEvent[]; taken: Snapshot[] }> {
  const compiler = new Compiler(await openEngine('reference'));
  const [events, taken]: [TrainEvent[], Snapshot[]] = [[], []];
  const checkpoint = { due: () => true, take: (snapshot: Snapshot) => taken.push(snapshot) };
  for await (const event of train(run, { compiler, task, checkpoint, ...more })) events.push(event);
  await compiler.release();
  return { events, taken };
}

it('a resumed run remembers where its loss began and how long it has been above', async () => {
  const { taken } = await trained();
  const [snapshot] = taken as [Snapshot];
  expect(snapshot.monitor.start).toBeGreaterThan(0);
  const { events } = await trained({ from: { ...snapshot, monitor: { start: 1e-3, above: 19 } } });
  expect(events.at(-1)).toMatchObject({ type: 'diverged', reason: { key: 'loss-above-start', step: 1 } });
});

it('the last evaluation reads `finalBatches`, those before it `batches`', async () => {
  const read: number[] = [];
  await trained({
    task: {
      ...task,
      validation: (index, batchSize) => {
        read.push(index);
        return task.validation(index, batchSize);
      },
    },
  });
  expect(read).toEqual([0, 0, 1, 2]);
});
