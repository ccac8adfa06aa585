/** Two hundred random custom placements: three training steps give what they give in float64. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reference } from '../../src/engine/reference.ts';
import type { Data, Engine, Feeds } from '../../src/engine/types.ts';
import { optimizers } from '../../src/optim/optimizer/index.ts';
import { dropoutMasks } from '../../src/train/masks.ts';
import { trainingStep } from '../../src/train/step.ts';
import { initialValues } from '../../src/train/values.ts';
import { compiler } from '../helper/compile-c.ts';
import { randomBatch } from '../helper/model.ts';
import { relativeError } from '../helper/numeric.ts';
import { drawnModel, randomPlacement, regularised } from '../helper/random-placement.ts';
import { openEngine } from '../helper/run.ts';
import { compileAll, type Outputs } from '../helper/run-all.ts';

const optimizer = { id: 'sgd', ...optimizers.get('sgd').defaults, lr: 0.05 };
const batchSize = 2;
const [count, together] = [200, 20];

function drawn(seed: number, size: number) {
  return fc.sample(fc.tuple(randomPlacement, regularised), { seed, numRuns: size }).map(([placement, training]) => {
    const { model } = drawnModel(placement, training);
    const built = trainingStep({ model, batchSize, optimizer, clip: 1, diagnostics: [] });
    return { model, built, start: Object.fromEntries(initialValues(built, model, 3, optimizers.get('sgd').slots)) };
  });
}

/** What each model's three steps leave, the last one's losses too. */
async function threeSteps(engine: Engine, models: ReturnType<typeof drawn>): Promise<Record<string, Outputs>> {
  const sessions = await compileAll(engine, Object.fromEntries(models.map(({ built }, i) => [i, built.program])));
  let values: Feeds[] = models.map(({ start }) => start);
  let outputs: Record<string, Outputs> = {};
  for (let step = 1; step <= 3; step++) {
    const feeds = models.map(({ model, built }, i) => ({
      ...values[i],
      ...randomBatch(model, batchSize),
      'scalar:lr': Float64Array.of(optimizer.lr),
      ...dropoutMasks(built.masks, 0, 5, step),
      step: Float64Array.of(step),
    }));
    outputs = await sessions.run(Object.fromEntries(feeds.entries()) as Record<string, Feeds>);
    values = models.map(({ start }, i) =>
      Object.fromEntries(Object.keys(start).map((key) => [key, Float64Array.from(outputs[i]?.[`next:${key}`] as Data)])),
    );
  }
  await sessions.release();
  return outputs;
}

describe.skipIf(!compiler)(`custom placements${compiler ? '' : ' (no C compiler here)'}`, () => {
  it.each(Array.from({ length: count / together }, (_, i) => 20261201 + i))('train as in float64: 20 of seed %i', async (seed) => {
    const models = drawn(seed, together);
    const [ours, judge] = [
      await threeSteps(await openEngine('native'), models),
      await threeSteps(await reference.open({ threads: 1 }), models),
    ];
    for (const [i, { model }] of models.entries())
      for (const [name, data] of Object.entries(judge[i] as Outputs)) {
        const label = `${i}, ${name}: ${JSON.stringify(model.placement)}`;
        expect(relativeError(ours[i]?.[name] as Data, data, 1e-2), label).toBeLessThan(1e-4);
      }
  });
});
