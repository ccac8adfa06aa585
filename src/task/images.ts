/**
 * What an image shows, read as a row of square patches. Without files: circles, squares, triangles and crosses of equal area, of
 * random size and place, under noise. With files: images and labels in IDX, as MNIST is published; a fixed random share is held out.
 * Pixels are standardised by the training split, so it is the same whether they go up to 1 or to 255.
 * A uniform guess costs ln(classes) nats: ln 4 = 1.39 for the figures, ln 10 = 2.30 for MNIST.
 */
import { UserError } from '../core/errors.ts';
import { number, optionValues } from '../core/options.ts';
import { random } from '../core/random.ts';
import { draw, figures } from './data/figures.ts';
import { countedFiles } from './data/file-count.ts';
import { generated } from './data/generated.ts';
import { type LabelledImages, labelledImages } from './data/labelled-images.ts';
import { type Moments, moments } from './data/moments.ts';
import { patched } from './data/patches.ts';
import { shuffled } from './data/shuffle.ts';
import { equalWeights } from './data/weights.ts';
import type { Batch, DataShape, Task, TaskDefinition, TaskFile } from './types.ts';

const options = {
  side: number(
    16,
    { en: 'pixels of a side; that of the images with files', zh: '每边的像素数；有文件时取图像的边长' },
    { min: 2, max: 128, integer: true },
  ),
  patch: number(
    4,
    { en: 'pixels of a side of a patch; must divide the side', zh: '图块每边的像素数，须整除边长' },
    { min: 2, max: 128, integer: true },
  ),
  noise: number(
    0.3,
    { en: 'without files: standard deviation of the noise, figures being 1 on 0', zh: '无文件时：噪声的标准差，图形为 1，背景为 0' },
    { min: 0, max: 10 },
  ),
  validationShare: number(
    0.1,
    { en: 'with files: share of the images held out for validation', zh: '有文件时：留作验证的图像比例' },
    { min: 0.001, max: 0.999 },
  ),
};

interface Cut {
  readonly side: number;
  readonly patch: number;
}

export const images: TaskDefinition = {
  id: 'images',
  title: { en: 'what an image shows', zh: '图像分类' },
  format: { en: 'p₁ … pₙ → its class; one answer for each image', zh: 'p₁ … pₙ → 所属类别；每张图像一个答案' },
  paper: { text: 'Dosovitskiy et al. 2021, An Image is Worth 16x16 Words', url: 'https://arxiv.org/abs/2010.11929' },
  architectures: ['encoder'],
  options,
  reads: { kind: 'images', least: 2, most: 2 },
  fixedSeqLen: (config) => patchesOf(optionValues(options, config)),
  optionsOf: (files): Readonly<Record<string, number>> => {
    const given = countedFiles(images, files) as readonly [TaskFile, TaskFile] | undefined;
    return given ? { side: labelledImages(given).side } : {};
  },
  create: (config, _seqLen, files = []) => {
    const { side, patch, noise, validationShare } = optionValues(options, config);
    patchesOf({ side, patch });
    const given = countedFiles(images, files) as readonly [TaskFile, TaskFile] | undefined;
    return given ? fromFiles(labelledImages(given), { side, patch }, validationShare) : fromFigures({ side, patch }, noise);
  },
};

function patchesOf({ side, patch }: Cut): number {
  if (side % patch === 0) return (side / patch) ** 2;
  const choices = Array.from({ length: side - 1 }, (_, i) => i + 2).filter((size) => side % size === 0);
  throw new UserError('error.patch', { given: patch, side, choices: choices });
}

const shapeOf = ({ patch }: Cut, classes: number): DataShape => ({
  vocabSize: 0,
  classes,
  readout: 'sequence',
  patchSize: patch * patch,
  sourceLen: 0,
  padding: -1,
});

/** Images that fix what standardising means for figures drawn without end. */
const sample = 256;

function fromFigures(cut: Cut, noise: number): Task {
  const { side } = cut;
  const stream = random(0, 'images/moments');
  const drawn = Array.from({ length: sample }, (_, i) => draw(figures[i % figures.length] as (typeof figures)[0], side, noise, stream));
  const scale = moments(drawn);
  return {
    ...shapeOf(cut, figures.length),
    notes: [],
    ...generated('images', (own, batchSize) => {
      const labels = Array.from({ length: batchSize }, () => own.integer(figures.length));
      const rows = labels.map((label) => draw(figures[label] as (typeof figures)[0], side, noise, own));
      return batchOf(rows, labels, cut, scale);
    }),
  };
}

function fromFiles({ side, count, pixels, labels, classes }: LabelledImages, cut: Cut, share: number): Task {
  if (side !== cut.side) throw new UserError('error.imageSide', { given: cut.side, expected: side });
  const order = shuffled(count, random(0, 'images/split'));
  const held = Math.min(count - 1, Math.max(1, Math.round(count * share)));
  const [train, validation] = [order.slice(0, count - held), order.slice(count - held)];
  const image = (index: number) => pixels.subarray(index * side * side, (index + 1) * side * side);
  const scale = moments(train.map(image));
  const batch = (indices: readonly number[]) =>
    batchOf(
      indices.map((index) => image(index)),
      indices.map((index) => labels[index] as number),
      cut,
      scale,
    );
  return {
    ...shapeOf(cut, classes),
    trainTokens: train.length * patchesOf(cut),
    bigramEntropy: null,
    notes: [{ key: 'note.images', values: { train: train.length, validation: validation.length, side, classes } }],
    train: (seed, step, batchSize) => {
      const stream = random(seed, `data/${step}`);
      return batch(Array.from({ length: batchSize }, () => train[stream.integer(train.length)] as number));
    },
    validation: (index, batchSize) =>
      batch(Array.from({ length: batchSize }, (_, i) => validation[(index * batchSize + i) % validation.length] as number)),
  };
}

const batchOf = (
  rows: readonly ArrayLike<number>[],
  labels: readonly number[],
  { side, patch }: Cut,
  { mean, deviation }: Moments,
): Batch => ({
  patches: Float32Array.from(rows.flatMap((pixels) => patched(pixels, side, patch).map((value) => (value - mean) / deviation))),
  targets: Int32Array.from(labels),
  weights: equalWeights(() => true, labels.length),
});
