/** Runs on a GPU: the same numbers as with every value on the host, and nothing left on the device however a run ends. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { diagnostics } from '../../src/diagnostic/index.ts';
import { engines } from '../../src/engine/index.node.ts';
import { isOnDevice } from '../../src/engine/resident.ts';
import type { Data, Engine } from '../../src/engine/types.ts';
import { optimizers } from '../../src/optim/optimizer/index.ts';
import { tasks } from '../../src/task/index.ts';
import { Carried } from '../../src/train/carried.ts';
import { Compiler } from '../../src/train/compiler.ts';
import type { TrainEvent } from '../../src/train/events.ts';
import { piecedEvaluation, piecedStep } from '../../src/train/segment/step.ts';
import { train } from '../../src/train/session.ts';
import type { Snapshot } from '../../src/train/snapshot.ts';
import { initialValues } from '../../src/train/values.ts';
import { pairModel, randomBatch } from '../helper/model.ts';
import { relativeError } from '../helper/numeric.ts';
import { openEngine, smallRun, trainRun } from '../helper/run.ts';

let gpu: Engine;
let exact: Engine;
beforeAll(async () => {
  [gpu, exact] = [await engines.get('ort-node-webgpu').open({ threads: 1 }), await openEngine('reference')];
});

/** The engine with a count of the values that are on the device now, and of the most there ever were. */
function counted() {
  const count = { now: 0, most: 0 };
  const engine: Engine = {
    ...gpu,
    compileResident: async (program, stays) => {
      const session = await (gpu.compileResident as NonNullable<Engine['compileResident']>)(program, stays);
      const run: typeof session.run = async (feeds) => {
        const outputs = await session.run(feeds);
        for (const value of Object.values(outputs).filter(isOnDevice)) {
          count.now++;
          const given = value.release.bind(value);
          value.release = () => {
            count.now--;
            given();
          };
        }
        count.most = Math.max(count.most, count.now);
        return outputs;
      };
      return { ...session, run };
    },
  };
  return { engine, count };
}

const rich = (steps = 6) =>
  smallRun({
    steps,
    model: { normalizer: 'batch', dropout: 0.1 },
    optimizer: { id: 'adamw', lr: 0.01 },
    diagnostics: { every: 2, series: [...diagnostics.ids] },
  });

describe('the same run', () => {
  it('gives the same bits with every value on the host', async () => {
    const resident = await trainRun(rich(), gpu);
    const { compileResident: _, ...onHost } = gpu;
    expect(await trainRun(rich(), onHost)).toEqual(resident);
  });

  it('gives the losses of float64', async () => {
    const run = smallRun({ optimizer: { id: 'sgd', lr: 0.1 }, diagnostics: { every: 3, series: ['max-abs'] } });
    const [ours, expected] = [await trainRun(run, gpu), await trainRun(run, exact)];
    expect(relativeError(ours.losses, expected.losses)).toBeLessThan(1e-4);
    for (const [key, data] of Object.entries(expected.kept ?? {}))
      expect(relativeError(ours.kept?.[key] as Data, data, 1e-2), key).toBeLessThan(1e-4);
  });

  it('goes on from a checkpoint bit for bit', async () => {
    const run = rich();
    const task = tasks.get(run.task.id).create(run.task, run.model.seqLen, undefined);
    const taken: Snapshot[] = [];
    const compiler = new Compiler(gpu);
    const told = async (from?: Snapshot) => {
      const events: TrainEvent[] = [];
      const checkpoint = { due: () => true, take: (snapshot: Snapshot) => taken.push(snapshot) };
      for await (const event of train(run, { compiler, task, from, checkpoint })) events.push(event);
      return events;
    };
    const whole = await told();
    const middle = taken.find(({ steps }) => steps === 3) as Snapshot;
    for (const { data } of middle.tensors) expect(data).toBeInstanceOf(Float32Array);
    expect(await told(middle)).toEqual(whole.slice(whole.findIndex((event) => event.type === 'step' && event.step === 3)));
    await compiler.release();
  });
});

describe('nothing stays behind', () => {
  let watched: ReturnType<typeof counted>;
  beforeEach(() => {
    watched = counted();
  });

  it('over 300 steps, in which the same few values are there', async () => {
    const run = smallRun({
      steps: 300,
      model: { nLayers: 1 },
      optimizer: { id: 'adamw', lr: 0.01 },
      evaluation: { every: 100, batches: 1 },
    });
    const { events } = await trainRun(run, watched.engine);
    expect(events.at(-1)?.type).toBe('finished');
    // Two groups with two slots each: those that a step reads and those that it writes.
    expect(watched.count).toEqual({ now: 0, most: 12 });
  });

  it('when a run diverges', async () => {
    const run = smallRun({ optimizer: { id: 'sgd', lr: 1e30 }, steps: 20, evaluation: { every: 20, batches: 1 } });
    const { events, kept } = await trainRun(run, watched.engine);
    expect(events.at(-1)?.type).toBe('diverged');
    expect(Object.keys(kept ?? {})).not.toEqual([]);
    expect(watched.count.now).toBe(0);
  });

  it('when a run is stopped', async () => {
    const stop = new AbortController();
    const { events } = await trainRun(smallRun(), watched.engine, {
      signal: stop.signal,
      onEvent: (event) => event.type === 'step' && event.step === 2 && stop.abort(),
    });
    expect(events.at(-1)).toEqual({ type: 'interrupted', steps: 3 });
    expect(watched.count.now).toBe(0);
  });

  it.each(['step', 'evaluated'])('when nobody reads on after an event "%s"', async (type) => {
    const run = smallRun();
    const compiler = new Compiler(watched.engine);
    const task = tasks.get(run.task.id).create(run.task, run.model.seqLen, undefined);
    for await (const event of train(run, { compiler, task })) if (event.type === type) break;
    expect(watched.count.most).toBeGreaterThan(0);
    expect(watched.count.now).toBe(0);
    await compiler.release();
  });

  it('when a step fails', async () => {
    const broken: Engine = {
      ...watched.engine,
      compileResident: async (program, stays) => {
        const session = await (watched.engine.compileResident as NonNullable<Engine['compileResident']>)(program, stays);
        let calls = 0;
        const run: typeof session.run = (feeds) => (++calls > 2 ? Promise.reject(new Error('no more')) : session.run(feeds));
        return { ...session, run };
      },
    };
    await expect(trainRun(smallRun(), broken)).rejects.toThrow('no more');
    expect(watched.count.most).toBeGreaterThan(0);
    expect(watched.count.now).toBe(0);
  });
});

describe('a model in pieces', () => {
  const model = pairModel('sandwich', 'rms', { nLayers: 3 });
  const optimizer = { id: 'sgd', ...optimizers.get('sgd').defaults };

  async function trained(engine: Engine) {
    const described = piecedStep({ model, batchSize: 2, optimizer, clip: 1, diagnostics: ['max-abs'] }, 1);
    const evaluation = await piecedEvaluation(model, 2, 1).open(engine);
    const session = await described.open(engine);
    const carried = new Carried(initialValues(described, model, 3, optimizers.get('sgd').slots));
    const read: Record<string, Data> = {};
    for (let step = 1; step <= 3; step++) {
      const shared = { ...randomBatch(model, 2), step: Float64Array.of(step) };
      const outputs = await session.run({ ...carried.feeds, ...shared, 'scalar:lr': Float64Array.of(0.05) });
      for (const [name, value] of Object.entries(outputs)) if (!name.startsWith('next:')) read[`${name} ${step}`] = value as Data;
      carried.offer(outputs);
      carried.take();
      read[`evaluated ${step}`] = (await evaluation.run({ ...carried.feeds, ...shared })).loss as Data;
    }
    const values = Object.fromEntries(await carried.values());
    carried.release();
    await session.release();
    await evaluation.release();
    return { ...read, ...values };
  }

  it('keeps what goes from piece to piece there, and gives it back', async () => {
    const { engine, count } = counted();
    const [ours, expected]: Record<string, Data>[] = [await trained(engine), await trained(exact)];
    expect(Object.keys(ours as object)).toEqual(Object.keys(expected as object));
    for (const [name, data] of Object.entries(expected as Record<string, Data>))
      expect(relativeError(ours?.[name] as Data, data, 1e-2), name).toBeLessThan(1e-4);
    expect(count.most).toBeGreaterThan(0);
    expect(count.now).toBe(0);
  });
});
