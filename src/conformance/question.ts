/** A kit's question: a tiny model whose every number is drawn and distinct, so that no two of them can be mistaken for one another. */
import { type Random, random } from '../core/random.ts';
import { newGraph } from '../graph/program.ts';
import { size } from '../graph/tensor.ts';
import { drawParameter } from '../model/init/draw.ts';
import { buildTransformer } from '../model/transformer.ts';
import { type DataShape, type MaskSpec, type ModelConfig, type ParameterSpec, tokenShape } from '../model/types.ts';
import { dropoutMasks } from '../train/masks.ts';
import type { KitQuestion, KitSpec, KitTensor } from './types.ts';

/** Sizes small enough to read. */
const vocabSize = 11;
const sourceLen = 5;

/** Data that an architecture can read: tokens, and a padded source where there is a second stack. */
export const kitShape = (architecture: string): DataShape => ({
  ...tokenShape(vocabSize),
  ...(architecture === 'encoder-decoder' && { sourceLen, padding: 0 }),
});

export function question(spec: KitSpec, seed: number): KitQuestion {
  const { model, batchSize, steps } = spec;
  const { scope } = buildTransformer(newGraph(), model, { batchSize, train: true });
  const parameters = [...scope.parameters.values()].map(({ spec }) => ({ ...spec, data: parameterData(spec, model, seed) }));
  const states = [...scope.states.values()].map(({ spec: { key, shape, initial } }) => ({
    key,
    shape,
    data: new Float64Array(size(shape)).fill(initial),
  }));
  const tensors = [...parameters.map(({ key, shape, data }) => ({ key, shape, data })), ...states];
  return {
    spec,
    parameters: tensors,
    inputs: Array.from({ length: steps }, (_, k) => [
      ...batchTensors(model, batchSize, random(seed, `kit/batch/${k}`), `step.${k}`),
      ...maskTensors(scope.masks, dropoutMasks(scope.masks, model.dropout, seed, k), `step.${k}`),
    ]).flat(),
  };
}

/** What dropout and layer drop keep at a step: masks of 0 and 1, and factors on whole branches or blocks. */
const maskTensors = (masks: readonly MaskSpec[], drawn: ReturnType<typeof dropoutMasks>, prefix: string): KitTensor[] =>
  masks.map(({ name, shape }) => ({ key: `${prefix}.${name}`, shape, data: drawn[name] as KitTensor['data'] }));

/** How far from their start gains, biases and scales are drawn. */
const spread = 0.3;

/** Matrices as Xavier has them; gains, biases and scales drawn around their start; unit vectors stay unit vectors. */
function parameterData(spec: ParameterSpec, model: ModelConfig, seed: number): Float64Array {
  const stream = random(seed, `kit/${spec.key}`);
  if (spec.unitAxis !== undefined) return unitMatrix(spec, stream);
  if (spec.initial === undefined) {
    const [rows, columns] = spec.shape as [number, number];
    const std = Math.sqrt(2 / (rows + columns));
    return Float64Array.from({ length: rows * columns }, () => std * stream.normal());
  }
  return Float64Array.from(
    drawParameter(spec, model, seed),
    (start) => start + spread * Math.max(Math.abs(start), 0.5) * (2 * stream.uniform() - 1),
  );
}

function unitMatrix({ shape, unitAxis }: ParameterSpec, stream: Random): Float64Array {
  const [rows, columns] = shape as [number, number];
  const values = Float64Array.from({ length: rows * columns }, () => stream.normal());
  const vector = (flat: number) => (unitAxis === 1 ? Math.floor(flat / columns) : flat % columns);
  const squares = new Float64Array(unitAxis === 1 ? rows : columns);
  values.forEach((value, flat) => {
    squares[vector(flat)] = (squares[vector(flat)] as number) + value * value;
  });
  return values.map((value, flat) => value / Math.sqrt(squares[vector(flat)] as number));
}

function batchTensors(model: ModelConfig, batchSize: number, stream: Random, prefix: string): KitTensor[] {
  const { seqLen, patchSize, readout, classes } = model;
  const answers = readout === 'token' ? [batchSize, seqLen] : [batchSize];
  const draw = (shape: readonly number[], below: number) => Int32Array.from({ length: size(shape) }, () => stream.integer(below));
  const input = { shape: [batchSize, seqLen] };
  const read: Omit<KitTensor, 'key'> & { readonly name: string } =
    patchSize > 0
      ? {
          name: 'patches',
          shape: [batchSize, seqLen, patchSize],
          data: Float64Array.from({ length: batchSize * seqLen * patchSize }, () => stream.normal()),
        }
      : { name: 'tokens', ...input, data: draw(input.shape, model.vocabSize) };
  const source = { name: 'source', shape: [batchSize, model.sourceLen], data: paddedSource(model, batchSize, stream) };
  const raw = Float64Array.from({ length: size(answers) }, () => 0.5 + stream.uniform());
  const total = raw.reduce((a, b) => a + b, 0);
  const tensors = [
    read,
    ...(model.sourceLen > 0 ? [source] : []),
    { name: 'targets', shape: answers, data: draw(answers, classes) },
    { name: 'weights', shape: answers, data: raw.map((weight) => weight / total) },
  ];
  return tensors.map(({ name, shape, data }) => ({ key: `${prefix}.${name}`, shape, data }));
}

/** Sources of different lengths: the tail of all but the first is padding. */
function paddedSource({ sourceLen: length, vocabSize: tokens, padding }: ModelConfig, batchSize: number, stream: Random): Int32Array {
  const token = () => 1 + stream.integer(tokens - 1);
  return Int32Array.from({ length: batchSize * length }, (_, flat) => {
    const [row, at] = [Math.floor(flat / length), flat % length];
    const kept = Math.max(1, length - row);
    return at < kept || padding < 0 ? token() : padding;
  });
}
