/** A model in pieces is the model: same loss, same updates, same measurements as in one program. */
import { describe, expect, it } from 'vitest';
import { diagnostics } from '../../../src/diagnostic/index.ts';
import { engines } from '../../../src/engine/index.node.ts';
import { reference } from '../../../src/engine/reference.ts';
import type { Data, Engine, Session } from '../../../src/engine/types.ts';
import type { ModelConfig } from '../../../src/model/types.ts';
import { optimizers } from '../../../src/optim/optimizer/index.ts';
import type { OptimizerConfig } from '../../../src/optim/optimizer/types.ts';
import { dropoutMasks } from '../../../src/train/masks.ts';
import { isDeep, segmentsOf } from '../../../src/train/segment/cut.ts';
import { type PiecedStep, piecedEvaluation, piecedStep } from '../../../src/train/segment/step.ts';
import { evaluationProgram, type StepDescription, type StepOptions, trainingStep } from '../../../src/train/step.ts';
import { initialValues, namedTensors, type Values } from '../../../src/train/values.ts';
import { pairModel, randomBatch } from '../../helper/model.ts';

const optimizer = { id: 'adamw', ...optimizers.get('adamw').defaults, lr: 1e-2 } as OptimizerConfig;
const batchSize = 2;
/** Seven blocks in runs of three: two equal segments and a shorter one. */
const length = 3;

const deep = (placement: string, normalizer: string, more: Partial<ModelConfig> = {}): ModelConfig =>
  pairModel(placement, normalizer, { nLayers: 7, ...more });

interface Opened {
  readonly described: StepDescription;
  readonly session: Session;
}

/** The reference leaves nothing on a device. */
const openOnHost = (pieces: PiecedStep, engine: Engine) => pieces.open(engine) as Promise<Session>;

async function trained({ described, session }: Opened, model: ModelConfig, evaluation: Session, steps = 2) {
  let values: Values = initialValues(described, model, 3, optimizers.get(optimizer.id).slots);
  values = new Map([...values].map(([key, data]) => [key, Float64Array.from(data)]));
  const log: number[][] = [];
  const measures: Record<string, number[]> = {};
  for (let step = 1; step <= steps; step++) {
    const scalars = Object.entries(optimizers.get(optimizer.id).scalars(optimizer, step, optimizer.lr));
    const outputs = await session.run({
      ...Object.fromEntries(values),
      ...Object.fromEntries(scalars.map(([name, value]) => [`scalar:${name}`, Float64Array.of(value)])),
      ...randomBatch(model, batchSize),
      ...dropoutMasks(described.masks, model.dropout, 3, step),
      step: Float64Array.of(step),
    });
    log.push([outputs.loss?.[0] as number, outputs.gradient_norm?.[0] as number]);
    for (const key of values.keys()) values.set(key, outputs[`next:${key}`] as Data);
    for (const [name, data] of Object.entries(outputs)) if (name.startsWith('measure:')) measures[name] = [...data];
  }
  const { loss } = await evaluation.run({ ...Object.fromEntries(values), ...randomBatch(model, batchSize), step: Float64Array.of(steps) });
  return {
    log,
    measures,
    named: new Map(namedTensors(described, values).map(({ key, data }) => [key, [...data]])),
    evalLoss: loss?.[0] as number,
  };
}

async function both(model: ModelConfig, ids: readonly string[] = [], clip: number | null = 0.5) {
  const engine = await reference.open({ threads: 1 });
  const options: StepOptions = { model, batchSize, optimizer, clip, diagnostics: ids };
  const whole = trainingStep(options);
  const pieces = piecedStep(options, length);
  const evaluation = evaluationProgram(model, batchSize);
  const inOne = await trained(
    { described: whole, session: await engine.compile(whole.program) },
    model,
    await engine.compile(evaluation.program),
  );
  const inPieces = await trained(
    { described: pieces, session: await openOnHost(pieces, engine) },
    model,
    await openOnHost(piecedEvaluation(model, batchSize, length), engine),
  );
  return { whole, pieces, inOne, inPieces };
}

function close(a: readonly number[] | undefined, b: readonly number[] | undefined, what: string): void {
  expect(a, what).toHaveLength(b?.length ?? -1);
  (a ?? []).forEach((value, i) => {
    const expected = b?.[i] as number;
    expect(Math.abs(value - expected), `${what}[${i}]: ${value}, ${expected}`).toBeLessThan(1e-7 * Math.max(1, Math.abs(expected)));
  });
}

const cases: readonly (readonly [string, ModelConfig])[] = [
  ['post', deep('post', 'layer')],
  ['pre, tied head', deep('pre', 'rms', { tiedHead: true })],
  ['a plan that differs by block', deep('lns', 'layer')],
  ['first blocks unlike the rest', deep('keel', 'rms')],
  ['scales around the sum that follow the depth', deep('lns', 'layer', { placement: { id: 'lns', scaleAt: 'after-residual' } })],
  ['learnable scales shared by a block', deep('rezero', 'layer')],
  ['step schedules', deep('prores', 'layer', { placement: { id: 'prores', base: 'pre', rampSteps: 2 } })],
  ['two streams', deep('residual-dual', 'layer')],
  ['several streams', deep('hyper-connections', 'rms')],
  ['two streams that share branches', deep('siamese', 'layer')],
  ['unit weights', deep('ngpt', 'layer')],
  ['running statistics', deep('post', 'batch')],
  ['a backward pass with state', deep('pre', 'power', { normalizer: { id: 'power', warmupSteps: 1 } })],
  ['dropout', deep('pre', 'layer', { dropout: 0.3 })],
  ['blocks dropped', deep('post', 'layer', { layerDrop: { rate: 0.5, unit: 'block', growth: 'linear' }, labelSmoothing: 0.1 })],
  ['branches dropped', deep('hyper-connections', 'rms', { layerDrop: { rate: 0.5, unit: 'sublayer', growth: 'linear' } })],
  [
    'a gain for each head behind the turn',
    deep('pre', 'layer', {
      normalizer: { id: 'layer', std: 'unbiased' },
      position: 'rotary',
      attentionNorm: { id: 'qk', span: 'each-head', order: 'rotation-first' },
    }),
  ],
  ['embedding norm', deep('peri', 'layer')],
  [
    'an encoder that reads patches',
    deep('pre', 'layer', { architecture: 'encoder', vocabSize: 0, patchSize: 5, classes: 3, readout: 'sequence' }),
  ],
];

describe('pieces agree with one program after two steps', () => {
  it.each(cases)('%s', async (_name, model) => {
    const { whole, pieces, inOne, inPieces } = await both(model);
    expect(new Set(pieces.parameters.map(({ key }) => key))).toEqual(new Set(whole.parameters.map(({ key }) => key)));
    for (const [i, row] of inOne.log.entries()) close(inPieces.log[i], row, `loss and gradient norm of step ${i + 1}`);
    expect([...inPieces.named.keys()].sort()).toEqual([...inOne.named.keys()].sort());
    for (const [key, values] of inOne.named) close(inPieces.named.get(key), values, key);
    expect(inPieces.evalLoss).toBeCloseTo(inOne.evalLoss, 8);
  });
});

it('every diagnostic measures the same, under the same labels', async () => {
  const measured = diagnostics.members.filter(({ wholeOnly }) => !wholeOnly).map(({ id }) => id);
  const { whole, pieces, inOne, inPieces } = await both(deep('sandwich', 'layer'), measured, null);
  expect(Object.keys(pieces.labels).sort()).toEqual(Object.keys(whole.labels).sort());
  for (const [id, labels] of Object.entries(whole.labels)) {
    const at = new Map(pieces.labels[id]?.map((label, i) => [label, inPieces.measures[`measure:${id}`]?.[i] as number]));
    expect([...at.keys()].sort(), id).toEqual([...labels].sort());
    for (const [i, label] of labels.entries())
      close([at.get(label) as number], [inOne.measures[`measure:${id}`]?.[i] as number], `${id} ${label}`);
  }
});

it('what needs the model in one program is left out of pieces', async () => {
  const { pieces, inPieces } = await both(deep('sandwich', 'layer'), ['update-function'], null);
  expect(pieces.labels).toEqual({});
  expect(inPieces.measures).toEqual({});
});

it('initial values do not depend on the cut', async () => {
  const model = deep('deepnorm', 'layer', { init: { id: 'ds-init' } });
  const options: StepOptions = { model, batchSize, optimizer, clip: null, diagnostics: [] };
  const values = (described: StepDescription) =>
    new Map(namedTensors(described, initialValues(described, model, 5)).map(({ key, data }) => [key, [...data]]));
  const [whole, pieces] = [values(trainingStep(options)), values(piecedStep(options, length))];
  expect(pieces).toEqual(whole);
});

it('equal runs of blocks are one program, and only deep models of one stack are cut', () => {
  const shapes = (model: ModelConfig) => new Set(segmentsOf(model, 10).map(({ shape }) => shape)).size;
  expect(shapes(pairModel('pre', 'layer', { nLayers: 100 }))).toBe(1);
  expect(shapes(pairModel('keel', 'layer', { nLayers: 100 }))).toBe(2);
  for (const follows of ['lns', 'prores', 'siamese']) expect(shapes(pairModel(follows, 'layer', { nLayers: 100 })), follows).toBe(1);
  expect(isDeep(pairModel('pre', 'layer', { nLayers: 24 }))).toBe(false);
  expect(isDeep(pairModel('pre', 'layer', { nLayers: 100 }))).toBe(true);
  expect(isDeep(pairModel('pre', 'layer', { nLayers: 100, architecture: 'encoder-decoder', sourceLen: 4 }))).toBe(false);
});

it('every program of a cut model passes verification: the native engine trains it', async () => {
  const engine = await engines.get('ort-node').open({ threads: 1 });
  const model = deep('sandwich', 'layer', { dropout: 0.1 });
  const options: StepOptions = { model, batchSize, optimizer, clip: 0.5, diagnostics: diagnostics.ids };
  const pieces = piecedStep(options, length);
  const evaluation = await openOnHost(piecedEvaluation(model, batchSize, length), engine);
  const session = await openOnHost(pieces, engine);
  const { log, evalLoss } = await trained({ described: pieces, session }, model, evaluation);
  const { inPieces } = await both(model, [], 0.5);
  log.flat().forEach((value, i) => {
    expect(value).toBeCloseTo(inPieces.log.flat()[i] as number, 3);
  });
  expect(evalLoss).toBeCloseTo(inPieces.evalLoss, 3);
  await session.release();
  await evaluation.release();
});
