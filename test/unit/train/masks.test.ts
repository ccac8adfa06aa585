/** Dropout: masks with the right rate that every engine is fed alike, and nothing at all without dropout. */
import { describe, expect, it } from 'vitest';
import { print } from '../../../src/graph/print.ts';
import { program } from '../../../src/graph/program.ts';
import { dropoutMasks } from '../../../src/train/masks.ts';
import { evaluationProgram } from '../../../src/train/step.ts';
import { buildTiny, pairModel, tapValue, tiny } from '../../helper/model.ts';
import { relativeError } from '../../helper/numeric.ts';
import { openEngine, smallRun, trainRun } from '../../helper/run.ts';

const wide = [{ name: 'mask:a', shape: [200, 501] }];
const mask = (dropout: number, seed = 1, step = 0, specs = wide) => dropoutMasks(specs, dropout, seed, step)['mask:a'] as Uint8Array;
const kept = (values: Uint8Array) => values.reduce((total, value) => total + value, 0) / values.length;

describe('masks', () => {
  it.each([0.05, 0.1, 0.5, 0.9])('drop a share of %f, on even places and odd', (dropout) => {
    const values = mask(dropout);
    expect(values.length).toBe(200 * 501);
    expect(values.every((value) => value === 0 || value === 1)).toBe(true);
    const halves = [0, 1].map((parity) => values.filter((_, i) => i % 2 === parity));
    for (const part of [values, ...halves]) expect(Math.abs(kept(part) - (1 - dropout))).toBeLessThan(0.008);
  });
  it('fill an odd number of elements to the last', () => {
    const values = Array.from({ length: 200 }, (_, seed) => mask(0.5, seed, 0, [{ name: 'mask:a', shape: [3] }]));
    for (const place of [0, 1, 2])
      expect(Math.abs(values.reduce((total, own) => total + (own[place] as number), 0) / 200 - 0.5)).toBeLessThan(0.12);
  });
  it('are the same for the same seed and step, others for others', () => {
    expect(mask(0.5).join('')).toBe(mask(0.5).join(''));
    const texts = [mask(0.5), mask(0.5, 2), mask(0.5, 1, 1), mask(0.5, 2, 1)].map((values) => values.slice(0, 200).join(''));
    expect(new Set(texts).size).toBe(texts.length);
  });
  it('of other places are others, and do not move each other', () => {
    const both = dropoutMasks([...wide, { name: 'mask:b', shape: [200, 501] }], 0.5, 1, 0);
    expect(both['mask:a']?.join('')).toBe(mask(0.5).join(''));
    expect(both['mask:b']?.join('')).not.toBe(mask(0.5).join(''));
  });
});

describe('dropout in the model', () => {
  it('asks for one mask for the embedding and one for each sublayer', () => {
    const { masks } = buildTiny({ ...tiny, dropout: 0.2 }).scope;
    const names = ['embed', 'layers.0.attn', 'layers.0.ffn', 'layers.1.attn', 'layers.1.ffn'];
    expect(masks.map(({ name }) => name).sort()).toEqual(names.map((name) => `mask:${name}`).sort());
  });

  it('zeroes what the mask drops and scales up what it keeps', () => {
    const built = buildTiny({ ...tiny, dropout: 0.2 });
    const ones = Object.fromEntries(
      built.scope.masks.map(({ name, shape }) => [name, new Uint8Array(shape.reduce((a, b) => a * b, 1)).fill(1)]),
    );
    const name = 'layers.0.attn.branch_out';
    const whole = tapValue({ ...built, feeds: { ...built.feeds, ...ones } }, name);
    const holes = (ones['mask:layers.0.attn'] as Uint8Array).map((_, i) => (i % 3 === 0 ? 0 : 1));
    const dropped = tapValue({ ...built, feeds: { ...built.feeds, ...ones, 'mask:layers.0.attn': holes } }, name);
    expect(
      relativeError(
        dropped,
        whole.map((value, i) => (i % 3 === 0 ? 0 : value)),
      ),
    ).toBeLessThan(1e-14);
    // The embedding is scaled too, so set dropout aside by comparing the first branch alone.
    const embedded = tapValue({ ...built, feeds: { ...built.feeds, ...ones } }, 'embed.out');
    expect(
      relativeError(
        embedded,
        tapValue(buildTiny(tiny), 'embed.out').map((value) => value / 0.8),
      ),
    ).toBeLessThan(1e-14);
  });

  it('of nothing adds no input and no node', () => {
    const text = (dropout: number) => print(program({ loss: buildTiny(pairModel('sandwich', 'rms', { dropout })).loss }));
    expect(buildTiny({ ...tiny, dropout: 0 }).scope.masks).toEqual([]);
    expect(text(0)).not.toContain('mask:');
    expect(text(0.1)).toContain('mask:');
  });

  it('is left out of evaluation', () => {
    const plain = print(evaluationProgram({ ...tiny, dropout: 0 }, 2).program);
    expect(print(evaluationProgram({ ...tiny, dropout: 0.5 }, 2).program)).toBe(plain);
  });

  it('drops the same elements on every engine', async () => {
    const run = smallRun({ model: { dropout: 0.4 }, steps: 4, optimizer: { id: 'sgd', lr: 0.1 } });
    const losses = await Promise.all(
      ['reference', 'ort-wasm', 'ort-node'].map(async (id) => (await trainRun(run, await openEngine(id))).losses),
    );
    for (const own of losses.slice(1)) expect(relativeError(own, losses[0] as readonly number[])).toBeLessThan(1e-5);
    const other = await trainRun({ ...run, seed: 2 }, await openEngine('reference'));
    expect(relativeError(other.losses, losses[0] as readonly number[])).toBeGreaterThan(1e-3);
  });
});
