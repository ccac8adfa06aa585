/** What a kit says of models that it could be mistaken for, and where differences begin. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { answer } from '../../../src/conformance/answer.ts';
import { checkKit } from '../../../src/conformance/api.node.ts';
import { byDepth, firstDeviation, fitting, fittingEps } from '../../../src/conformance/depth.ts';
import { readKit, writeKit } from '../../../src/conformance/folder.node.ts';
import { neighbourhood } from '../../../src/conformance/neighbours.ts';
import { question } from '../../../src/conformance/question.ts';
import { type KitInput, kitSpec } from '../../../src/conformance/spec.ts';
import { reference } from '../../../src/engine/reference.ts';

const folder = mkdtempSync(join(tmpdir(), 'normlab-neighbours-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const engine = await reference.open({ threads: 1 });

const asked = question(kitSpec({ model: { placement: 'post', nLayers: 1 } }), 1);
const post = await answer(engine, asked);
const near = await neighbourhood(engine, asked);
const path = join(folder, 'post');

/** The kit checked by us, its spec edited: what a wrong implementation would give. */
async function mistaken(change: object) {
  writeKit(path, asked, post, near);
  const file = join(path, 'spec.json');
  const spec = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...spec, model: { ...spec.model, ...change } }));
  return checkKit(path, engine, 1e-9);
}

describe('the neighbours of a kit', () => {
  it('come back from its folder', () => {
    writeKit(path, asked, post, near);
    expect(readKit(path).neighbours).toEqual(near);
    expect(near.eps).toBe(1e-5);
  });

  it('differ from it and from one another, in what each would give', () => {
    const all = near.models.map(({ change }) => change);
    expect(new Set(all).size).toBe(all.length);
    for (const change of ['placement: span', 'placement: deepnorm', 'normalizer: rms', 'normalizer: layer:eps=0', 'activation: relu'])
      expect(all).toContain(change);
    // Same function under another name, and one with parameters that the kit has not.
    for (const change of ['finalNorm: false', 'placement: post', 'placement: sandwich', 'finalNorm: true'])
      expect(all).not.toContain(change);
  });

  it('have the numbers that their own kit has, on the same parameters', async () => {
    const span = question(kitSpec({ model: { placement: 'span', nLayers: 1 } }), 1);
    const { outputs } = await answer(engine, { ...span, parameters: asked.parameters, inputs: asked.inputs });
    const listed = near.models.find(({ change }) => change === 'placement: span');
    expect(listed?.loss).toBe(outputs.loss);
    expect(listed?.gradientNorm).toBeCloseTo(outputs.gradientNorms[0] as number, 12);
  });

  it('have the placement of one block or one sublayer otherwise, each once, and norms of other sites in their place', async () => {
    const pre = question(kitSpec({ model: { placement: 'pre' } }), 1);
    const { models } = await neighbourhood(engine, pre);
    const all = models.map(({ change }) => change);
    expect(all).toContain('placement: post, finalNorm: true');
    expect(all).toContain('placement: post in layers.1');
    expect(all).toContain('placement: none in layers.0.ffn');
    // Attention at the start of a block reads the block's start either way.
    expect(all).not.toContain('placement: parallel-two in layers.0.attn');
    const numbers = models
      .filter(({ eps }) => eps === undefined)
      .map(({ loss, gradientNorm }) => [loss, gradientNorm].map((value) => value.toPrecision(11)).join());
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it.each([
    ['siamese', 1],
    ['hyper-connections', 1],
    ['sub-ln', 2],
  ])('are models whose every norm is read, with finite numbers (%s)', async (placement, nLayers) => {
    const one = question(kitSpec({ model: { placement, nLayers } as KitInput['model'] }), 1);
    const { models } = await neighbourhood(engine, one);
    expect(models.length).toBeGreaterThan(20);
    for (const { change, loss, gradientNorm } of models) expect(loss + gradientNorm, change).toSatisfy(Number.isFinite);
  });

  it('are none where a kit is too large to compute them all', async () => {
    const large = question(kitSpec({ model: { placement: 'post', dModel: 96 } as KitInput['model'] }), 1);
    expect((await neighbourhood(engine, large)).models).toEqual([]);
  });
});

describe('a wrong model', () => {
  it.each([
    ['placement: span', { placement: { id: 'span' } }, 'layers.0.ffn.identity'],
    ['normalizer: layer:eps=0.000001', { normalizer: { id: 'layer', eps: 1e-6 } }, 'layers.0.attn.stream_out'],
    ['activation: relu', { activation: 'relu' }, 'layers.0.ffn.branch_out'],
  ])('is named: %s', async (change, edit, first) => {
    const result = await mistaken(edit);
    expect(result.fits).toEqual([change]);
    expect(result.first?.what).toBe(first);
    expect(result.passed).toBe(false);
  });

  it('of an ε that is no neighbour: about its size', async () => {
    const { fits, fitsEps } = await mistaken({ normalizer: { id: 'layer', eps: 3e-5 } });
    expect(fits).toEqual([]);
    expect(Math.abs((fitsEps as number) / 3e-5 - 1)).toBeLessThan(0.01);
  });

  it('that is none: nothing is said', async () => {
    const { first, fits, fitsEps, passed } = await mistaken({});
    expect([first, fits, fitsEps, passed]).toEqual([undefined, [], undefined, true]);
  });
});

describe('by depth', () => {
  const found = [
    { what: 'activations/layers.0.ffn.sum', error: 0.5 },
    { what: 'activations/logits', error: Number.POSITIVE_INFINITY },
    { what: 'gradients/layers.0.attn.qkv.weight', error: 0.25 },
  ];

  it('every place has a row, in the order the data passes, with its largest errors', () => {
    const rows = byDepth(found, post);
    expect(rows.map(({ place }) => place)).toEqual(['embed', 'layers.0.attn', 'layers.0.ffn', 'final', 'head']);
    expect(rows[1]).toEqual({ place: 'layers.0.attn', activations: 0, gradients: 0.25 });
    expect(rows[2]).toEqual({ place: 'layers.0.ffn', activations: 0.5, gradients: 0 });
    expect(rows[3]).toEqual({ place: 'final', activations: 0 });
  });

  it('a norm that a block shares stands before its sublayers; stacks stand one behind the other', async () => {
    const placesOf = async (model: object) => {
      const one = question(kitSpec({ model: { nLayers: 1, ...model } as KitInput['model'] }), 1);
      return byDepth([], await answer(engine, one)).map(({ place }) => place);
    };
    expect(await placesOf({ placement: 'parallel' })).toEqual(['embed', 'layers.0', 'layers.0.attn', 'layers.0.ffn', 'final', 'head']);
    expect(await placesOf({ placement: 'pre', architecture: 'encoder-decoder' })).toEqual([
      ...['encoder.embed', 'encoder.layers.0.attn', 'encoder.layers.0.ffn', 'encoder.final'],
      ...['embed', 'decoder.layers.0.attn', 'decoder.layers.0.cross', 'decoder.layers.0.ffn', 'final', 'head'],
    ]);
  });

  it('the first that deviates is the first in that order, not the largest', () => {
    expect(firstDeviation(found, post, 1e-3)).toEqual({ what: 'layers.0.ffn.sum', error: 0.5, before: 'layers.0.ffn.write' });
    expect(firstDeviation(found, post, 0.6)?.what).toBe('logits');
    expect(firstDeviation([], post, 0)).toBeUndefined();
  });
});

describe('what numbers fit', () => {
  const own = { loss: 2, losses: [2], gradientNorms: [1], evalLoss: 2 };
  const outputs = (loss: number, norm: number) => ({ ...own, loss, gradientNorms: [norm] });
  const models = [
    { change: 'a', loss: 2.1, gradientNorm: 1 },
    { change: 'b', loss: 2.1, gradientNorm: 1 },
    { change: 'c', loss: 2.1, gradientNorm: 3 },
    { change: 'd', eps: 3, loss: 2.2, gradientNorm: 2 },
  ];

  it('has to fit in loss and in gradient norm; all that fit equally are named', () => {
    expect(fitting(outputs(2.1, 1), own, { eps: 1, models }, 1e-6)).toEqual(['a', 'b']);
    expect(fitting(outputs(2.1, 3.0000001), own, { eps: 1, models }, 1e-6)).toEqual(['c']);
    expect(fitting(outputs(2.1, 2), own, { eps: 1, models }, 1e-6)).toEqual([]);
  });

  it('is not said of what the kit itself gives as nearly', () => {
    const twin = [{ change: 'twin', loss: 2 + 1e-9, gradientNorm: 1 }];
    expect(fitting(outputs(2 + 1e-9 + 2e-10, 1), own, { eps: 1, models: twin }, 1e-6)).toEqual([]);
  });

  it('an ε lies where loss and gradient norm both say', () => {
    expect(fittingEps(outputs(2.1, 1.5), own, { eps: 1, models })).toBeCloseTo(2, 9);
    expect(fittingEps(outputs(2.1, 1.2), own, { eps: 1, models })).toBeUndefined();
    expect(fittingEps(outputs(2.3, 2.5), own, { eps: 1, models })).toBeUndefined();
  });
});
