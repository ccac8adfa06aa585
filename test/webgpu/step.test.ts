/** Five training steps on a GPU: what float64 says, and the same bits whether the values stay there or come and go. */
import { beforeAll, describe, expect, it } from 'vitest';
import { engines } from '../../src/engine/index.node.ts';
import { compileStaying, isOnDevice } from '../../src/engine/resident.ts';
import type { Data, Engine, Value } from '../../src/engine/types.ts';
import type { ModelConfig } from '../../src/model/types.ts';
import { optimizers } from '../../src/optim/optimizer/index.ts';
import { Carried } from '../../src/train/carried.ts';
import { trainingStep } from '../../src/train/step.ts';
import { initialValues } from '../../src/train/values.ts';
import { randomBatch } from '../helper/model.ts';
import { relativeError } from '../helper/numeric.ts';
import { openEngine } from '../helper/run.ts';
import { featured } from './models.ts';

/** SGD, because Adam magnifies the rounding of gradients that are zero in theory to whole steps. */
const optimizer = { id: 'sgd', ...optimizers.get('sgd').defaults };

async function fiveSteps(engine: Engine, model: ModelConfig, stays: boolean) {
  const described = trainingStep({ model, batchSize: 2, optimizer, clip: 1, diagnostics: ['max-abs'] });
  const session = await compileStaying(engine, described.program, (output) => stays && output.startsWith('next:'));
  const carried = new Carried(initialValues(described, model, 3, optimizers.get('sgd').slots));
  const read: Record<string, Data>[] = [];
  for (let step = 1; step <= 5; step++) {
    const feeds = { ...carried.feeds, ...randomBatch(model, 2), 'scalar:lr': Float64Array.of(0.05), step: Float64Array.of(step) };
    const outputs = await session.run(feeds);
    const [next, host] = [entriesOf(outputs, true), entriesOf(outputs, false)];
    expect(next.map(([, value]) => isOnDevice(value))).toEqual(next.map(() => stays && engine.description.device === 'webgpu'));
    read.push(Object.fromEntries(host) as Record<string, Data>);
    carried.offer(outputs);
    carried.take();
  }
  const values = Object.fromEntries(await carried.values());
  carried.release();
  await session.release();
  return { read, values };
}

const entriesOf = (outputs: Readonly<Record<string, Value>>, next: boolean) =>
  Object.entries(outputs).filter(([name]) => name.startsWith('next:') === next);

describe('five steps', () => {
  let [gpu, exact]: Engine[] = [];
  beforeAll(async () => {
    [gpu, exact] = [await engines.get('ort-node-webgpu').open({ threads: 1 }), await openEngine('reference')];
  });

  it.each(Object.entries(featured))('%s', async (_title, model) => {
    const ours = await fiveSteps(gpu as Engine, model, true);
    expect(await fiveSteps(gpu as Engine, model, false), 'without leaving anything there').toEqual(ours);
    const expected = await fiveSteps(exact as Engine, model, true);
    for (const [step, outputs] of expected.read.entries())
      for (const [name, data] of Object.entries(outputs))
        expect(relativeError(ours.read[step]?.[name] as Data, data, 1e-2), `${name} of step ${step}`).toBeLessThan(1e-4);
    expect(Object.keys(ours.values)).toEqual(Object.keys(expected.values));
    for (const [name, data] of Object.entries(expected.values))
      expect(relativeError(ours.values[name] as Data, data, 1e-2), name).toBeLessThan(1e-4);
  });
});
