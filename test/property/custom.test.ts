/** Two hundred random custom placements: each is legal, builds, keeps the law of the stream, and trains alike on two engines. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ortNode } from '../../src/engine/ort-node.node.ts';
import { reference } from '../../src/engine/reference.ts';
import type { Data, Engine } from '../../src/engine/types.ts';
import { verify } from '../../src/graph/verify.ts';
import { checkPlacement } from '../../src/model/placement/check.ts';
import type { CustomPlacement } from '../../src/model/placement/custom-rules.ts';
import type { ModelConfig } from '../../src/model/types.ts';
import { optimizers } from '../../src/optim/optimizer/index.ts';
import { parseRun } from '../../src/spec/parse.ts';
import { dropoutMasks } from '../../src/train/masks.ts';
import { type StepProgram, trainingStep } from '../../src/train/step.ts';
import { initialValues } from '../../src/train/values.ts';
import { buildTiny, randomBatch, tapValue } from '../helper/model.ts';
import { relativeError } from '../helper/numeric.ts';
import { around, drawnModel, kinds, randomPlacement, regularised } from '../helper/random-placement.ts';
import { StreamLaw } from '../helper/stream.ts';

const optimizer = { id: 'sgd', ...optimizers.get('sgd').defaults, lr: 0.05 };
const batchSize = 2;

/** Losses of three steps and all numbers after them. */
async function threeSteps(engine: Engine, { program, masks }: StepProgram, model: ModelConfig, start: Readonly<Record<string, Data>>) {
  const session = await engine.compile(program);
  let values: Record<string, Data> = { ...start };
  const losses: number[] = [];
  for (let step = 1; step <= 3; step++) {
    const outputs = await session.run({
      ...values,
      ...randomBatch(model, batchSize),
      'scalar:lr': Float64Array.of(optimizer.lr),
      ...dropoutMasks(masks, 0, 5, step),
      step: Float64Array.of(step),
    });
    losses.push(outputs.loss?.[0] as number);
    values = Object.fromEntries(Object.keys(values).map((key) => [key, Float64Array.from(outputs[`next:${key}`] as Data)]));
  }
  await session.release();
  return { losses, values };
}

it('are legal, keep the law, and train alike in float64 and on ONNX Runtime', async () => {
  const [exact, native] = [await reference.open({ threads: 1 }), await ortNode.open({ threads: 1 })];
  const seen = new Set<string>();
  let drawnSoFar = 0;
  await fc.assert(
    fc.asyncProperty(randomPlacement, regularised, async (drawn, training) => {
      const { layerDrop, ...more } = training;
      const { bare, model } = drawnModel(drawn, training);
      const task = { decoder: 'copy', encoder: 'masked-text', 'encoder-decoder': 'translation' }[drawn.architecture];
      // As people write it, with every field checked; then as the model sees it.
      const { placement, architecture, nLayers, position } = model;
      parseRun({ model: { placement, architecture, nLayers, position, layerDrop, ...more }, task });
      checkPlacement(model);
      const built = buildTiny(bare);
      new StreamLaw(bare, built).check((tap, expected) => {
        expect(relativeError(tapValue(built, tap), expected), tap).toBeLessThan(1e-10);
      });
      // A session of ONNX Runtime costs ten times the rest: one rule in four is trained, and of those every field must be seen.
      if (drawnSoFar++ % 4 !== 0) return;
      const step = trainingStep({ model, batchSize, optimizer, clip: 1, diagnostics: [] });
      verify(step.program);
      const start = Object.fromEntries(initialValues(step, model, 3, optimizers.get('sgd').slots));
      const [ours, judge] = [await threeSteps(native, step, model, start), await threeSteps(exact, step, model, start)];
      expect(judge.losses.every(Number.isFinite)).toBe(true);
      expect(relativeError(ours.losses, judge.losses)).toBeLessThan(1e-4);
      for (const [key, data] of Object.entries(judge.values))
        expect(relativeError(ours.values[key] as Data, data, 1e-2), key).toBeLessThan(1e-4);
      for (const rule of (model.placement as CustomPlacement).rules ?? []) for (const field of Object.keys(rule)) seen.add(field);
      for (const [, flag] of JSON.stringify(model.placement).matchAll(/"(eachHead|afterRotation)":true/g)) seen.add(flag as string);
      for (const field of Object.keys({ ...more, ...(layerDrop && { [layerDrop.unit]: layerDrop }) })) seen.add(field);
      if (typeof (model.placement as CustomPlacement).finalNorm === 'object') seen.add('norms of each stack');
    }),
    { seed: 20261130, numRuns: 200 },
  );
  // Every field of a plan was drawn.
  const every = [
    ...Object.keys(around),
    ...Object.keys(kinds.attn),
    ...Object.keys(kinds.ffn),
    ...Object.keys(kinds.cross),
    ...['eachHead', 'afterRotation', 'norms of each stack', 'labelSmoothing', 'normalizer', 'block', 'sublayer'],
    'from',
    'identity',
    'sumScale',
    'sumDetached',
    'entry',
  ];
  expect(every.filter((field) => !seen.has(field))).toEqual([]);
}, 120_000);
