/** Figures measured again, patches put together again, and IDX files that are not what they should be. */
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { random } from '../../../src/core/random.ts';
import { draw, figures } from '../../../src/task/data/figures.ts';
import { moments } from '../../../src/task/data/moments.ts';
import { patched } from '../../../src/task/data/patches.ts';
import type { Batch, TaskFile } from '../../../src/task/types.ts';
import { createTask, idxFile, rows } from '../../helper/task.ts';

type Figure = (typeof figures)[number];

describe('figures', () => {
  it.each(figures.map((figure, i) => [i, figure] as const))('figure %i has the area and the centre of the unit circle', (_, figure) => {
    const step = 0.01;
    let [area, x, y] = [0, 0, 0];
    for (let i = -200; i < 200; i++) {
      for (let j = -200; j < 200; j++) {
        const [u, v] = [(i + 0.5) * step, (j + 0.5) * step];
        if (!figure(u, v)) continue;
        area += step * step;
        x += u * step * step;
        y += v * step * step;
      }
    }
    expect(area).toBeCloseTo(Math.PI, 1);
    expect(Math.abs(x / area)).toBeLessThan(0.01);
    expect(Math.abs(y / area)).toBeLessThan(0.01);
  });

  it('lie whole inside the image', () => {
    for (const figure of figures) {
      for (let i = 0; i < 200; i++) {
        const pixels = draw(figure, 16, 0, random(1, `${i}`));
        const border = [...pixels].filter((_, at) => at % 16 === 0 || at % 16 === 15 || at < 16 || at >= 240);
        expect(border.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(4);
        const area = pixels.reduce((a, b) => a + b, 0);
        // Radii from 2.4 to 4, give or take the pixels on the edge.
        expect(area).toBeGreaterThan(0.7 * Math.PI * 2.4 ** 2);
        expect(area).toBeLessThan(1.3 * Math.PI * 4 ** 2);
      }
    }
  });
});

describe('patches', () => {
  it('put together again they are the image', () => {
    const [side, patch] = [12, 4];
    const image = Array.from({ length: side * side }, (_, i) => i);
    const again = new Array(side * side);
    rows(patched(image, side, patch), patch * patch).forEach((pixels, which) => {
      rows(pixels, patch).forEach((row, y) => {
        row.forEach((value, x) => {
          again[(Math.floor(which / 3) * patch + y) * side + (which % 3) * patch + x] = value;
        });
      });
    });
    expect(again).toEqual(image);
  });

  it('moments are mean and standard deviation over all rows', () => {
    expect(moments([[1, 2], [3], [6]])).toEqual({ mean: 3, deviation: Math.sqrt(3.5) });
    expect(moments([[5, 5]])).toEqual({ mean: 5, deviation: 1 });
  });
});

describe('generated images', () => {
  it('without noise, the label is the figure that covers the bright pixels best', () => {
    const task = createTask('images', { noise: 0, side: 64, patch: 8 });
    expect([task.seqLen, task.patchSize, task.classes]).toEqual([64, 64, 4]);
    const { patches, targets } = task.train(1, 0, 60);
    rows(patches as Float32Array, 64 * 64).forEach((flat, i) => {
      const bright = Math.max(...flat);
      const pixels = flat.flatMap((value, at) => {
        const [which, inside] = [Math.floor(at / 64), at % 64];
        const [x, y] = [(which % 8) * 8 + (inside % 8), Math.floor(which / 8) * 8 + Math.floor(inside / 8)];
        return value === bright ? [[x + 0.5, y + 0.5] as const] : [];
      });
      const radius = Math.sqrt(pixels.length / Math.PI);
      const [cx, cy] = [0, 1].map((axis) => pixels.reduce((sum, pixel) => sum + (pixel[axis] as number), 0) / pixels.length) as [
        number,
        number,
      ];
      const covered = (figure: Figure) => pixels.filter(([x, y]) => figure((x - cx) / radius, (y - cy) / radius)).length;
      const scores = figures.map(covered);
      expect(scores.indexOf(Math.max(...scores))).toBe(targets[i]);
    });
  });

  it('are standardised, and equally bright whatever they show', () => {
    const task = createTask('images', {});
    const batch = task.train(1, 0, 2000);
    const { mean, deviation } = moments([batch.patches as Float32Array]);
    expect([mean, deviation].map((value) => Math.round(value * 20) / 20)).toEqual([0, 1]);
    const means = [0, 1, 2, 3].map(
      (label) => moments(rows(batch.patches as Float32Array, 256).filter((_, i) => batch.targets[i] === label)).mean,
    );
    for (const one of means) expect(Math.abs(one - mean)).toBeLessThan(0.05);
  });

  it('refuses patches that do not cut the side evenly, and says which would', () => {
    expect(() => createTask('images', { side: 12, patch: 5 })).toThrow(/2, 3, 4, 6, 12/);
  });
});

describe('images from files', () => {
  const [side, count] = [4, 50];
  /** Image i is filled with i, its label is i modulo 5. */
  const pixels = Array.from({ length: count * side * side }, (_, at) => Math.floor(at / (side * side)));
  const labels = Array.from({ length: count }, (_, i) => i % 5);
  const good = [idxFile('x.idx', [count, side, side], pixels), idxFile('y.idx', [count], labels)] as const;
  const task = createTask('images', { patch: 2 }, 0, good);

  const shown = ({ patches, targets }: Batch) => rows(patches as Float32Array, side * side).map(([value], i) => [value, targets[i]]);

  it('keep their labels, and are standardised by what is trained on', () => {
    const train = Array.from({ length: 30 }, (_, step) => shown(task.train(1, step, 16))).flat();
    const held = Array.from({ length: 5 }, (_, index) => shown(task.validation(index, 1))).flat();
    const all = [...new Map([...train, ...held] as [number, number][])].sort(([a], [b]) => a - b);
    expect(all.length).toBe(count);
    expect(all.map(([, label]) => label)).toEqual(labels);
    const trained = [...new Set(train.map(([value]) => value as number))];
    const { mean, deviation } = moments([trained]);
    expect(mean).toBeCloseTo(0, 5);
    expect(deviation).toBeCloseTo(1, 5);
  });

  it('are trained on or held out, never both', () => {
    const train = new Set(Array.from({ length: 40 }, (_, step) => shown(task.train(1, step, 16)).map(String)).flat());
    const held = Array.from({ length: 5 }, (_, index) => shown(task.validation(index, 1)).map(String)).flat();
    expect(new Set(held).size).toBe(5);
    expect([...held].filter((one) => train.has(one))).toEqual([]);
    expect(train.size).toBe(45);
    expect(task.notes).toEqual([{ key: 'note.images', values: { train: 45, validation: 5, side: 4, classes: 5 } }]);
  });

  it('decide the side, unless an option says another one, which is refused', () => {
    expect([task.seqLen, task.patchSize]).toEqual([4, 4]);
    expect(() => createTask('images', { side: 8 }, 0, good)).toThrow(/sides of 4 pixels, not 8/);
  });

  const broken = (file: TaskFile, change: (bytes: Uint8Array) => Uint8Array): TaskFile => ({ name: file.name, bytes: change(file.bytes) });
  const set = (at: number, value: number) => (bytes: Uint8Array) => bytes.with(at, value);
  const [images, answers] = good;
  const malformed: readonly (readonly [string, TaskFile, TaskFile, RegExp])[] = [
    ['empty images', broken(images, () => new Uint8Array()), answers, /x\.idx ends inside its header: 0 bytes of 16/],
    ['three bytes', broken(images, (bytes) => bytes.slice(0, 3)), answers, /x\.idx ends inside its header: 3 bytes/],
    ['half a header', broken(images, (bytes) => bytes.slice(0, 9)), answers, /ends inside its header: 9 bytes of 16/],
    ['a picture', broken(images, set(0, 0x89)), answers, /begins with 0x89000803, not 0x00000803/],
    ['numbers of another type', broken(images, set(2, 0x0d)), answers, /begins with 0x00000d03/],
    ['labels as images', answers, answers, /y\.idx begins with 0x00000801, not 0x00000803/],
    ['images as labels', images, images, /x\.idx begins with 0x00000803, not 0x00000801/],
    ['a byte too few', broken(images, (bytes) => bytes.slice(0, -1)), answers, /50 × 4 × 4 values, which takes 816 bytes, but has 815/],
    ['a byte too many', images, broken(answers, (bytes) => Uint8Array.from([...bytes, 0])), /y\.idx .* takes 58 bytes, but has 59/],
    ['more images than there are', broken(images, set(7, 51)), answers, /51 × 4 × 4 values/],
    ['images without number', broken(images, (bytes) => bytes.map((byte, i) => (i > 3 && i < 16 ? 255 : byte))), answers, /4294967295 × /],
    ['labels of other images', images, idxFile('y.idx', [49], labels.slice(1)), /x\.idx holds 50 images and y\.idx holds 49 labels/],
    ['no images', idxFile('x.idx', [0, 4, 4], []), idxFile('y.idx', [0], []), /x\.idx holds 0 images/],
    ['images of no size', idxFile('x.idx', [2, 0, 0], []), idxFile('y.idx', [2], [0, 1]), /0 rows and 0 columns/],
    ['oblong images', idxFile('x.idx', [2, 4, 2], new Uint8Array(16)), idxFile('y.idx', [2], [0, 1]), /4 rows and 2 columns/],
    ['one image', idxFile('x.idx', [1, 4, 4], new Uint8Array(16)), idxFile('y.idx', [1], [3]), /holds 1 images/],
    ['one class', images, idxFile('y.idx', [50], new Uint8Array(50)), /50 images of 1 class:/],
  ];

  it.each(malformed)('refuses %s', (_name, x, y, sentence) => {
    expect(() => createTask('images', {}, 0, [x, y])).toThrow(UserError);
    expect(() => createTask('images', {}, 0, [x, y])).toThrow(sentence);
  });

  it('reads bytes that lie inside a larger buffer', () => {
    const inside = (file: TaskFile): TaskFile => ({ name: file.name, bytes: Uint8Array.from([9, 9, 9, ...file.bytes]).subarray(3) });
    expect(createTask('images', { patch: 2 }, 0, good.map(inside)).train(1, 0, 4)).toEqual(task.train(1, 0, 4));
  });
});
