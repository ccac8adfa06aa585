import { describe, expect, it } from 'vitest';
import { amplification } from '../../../src/probe/amplification.ts';
import { sharpness } from '../../../src/probe/sharpness.ts';
import { pairModel } from '../../helper/model.ts';
import { openEngine } from '../../helper/run.ts';
import { silence, subjectOf } from '../../helper/subject.ts';

const outputs = ['out.weight', 'out.bias', 'fc2.weight', 'fc2.bias'];

describe('amplification', () => {
  it('is nothing where every matrix that writes is zero, and grows block by block', async () => {
    const model = pairModel('pre', 'layer', { nLayers: 3 });
    const [silent] = await amplification.measure(await subjectOf(model, { change: silence(['layers'], outputs) }));
    expect(silent?.values).toEqual([0, 0, 0]);
    const [half] = await amplification.measure(await subjectOf(model, { change: silence(['layers.0'], outputs) }));
    expect(half?.values[0]).toBe(0);
    expect(half?.values[1]).toBeGreaterThan(0);
  });

  it('of a branch that is linear in its matrix is the share of that branch', async () => {
    // Only fc2 of the one block is not zero: f(W + δ) − f(W) = δh and E‖δh‖² = s²·mean(W²)·dModel·‖h‖² for each token.
    const model = pairModel('none', 'layer', { nLayers: 1, dModel: 64, dFf: 96, nHeads: 2 });
    const subject = await subjectOf(model, {
      change: (tensors) => {
        silence(['layers.0'], ['out.weight', 'out.bias', 'fc1.weight', 'fc2.bias'])(tensors);
        tensors.get('layers.0.ffn.fc1.bias')?.fill(1);
        for (const key of ['token_embedding.weight', 'position_embedding.weight']) tensors.get(key)?.fill(0);
      },
    });
    const [blocks] = await amplification.measure(subject);
    // The stream is W·h alone, and rows of W with mean 0 give ‖Wh‖² = mean(W²)·dModel·‖h‖² up to chance.
    expect(blocks?.values[0]).toBeGreaterThan(0.6);
    expect(blocks?.values[0]).toBeLessThan(1.6);
  });

  it('hardly depends on the engine', async () => {
    const model = pairModel('post', 'layer', { nLayers: 3 });
    const [judged, fast] = [await subjectOf(model), await subjectOf(model, { engine: await openEngine('ort-node') })];
    const [a, b] = [await amplification.measure(judged), await amplification.measure(fast)];
    a.forEach(({ values }, i) => {
      for (const [k, value] of values.entries()) expect((b[i]?.values[k] as number) / value).toBeCloseTo(1, 3);
    });
  });
});

it('sharpness on a 32-bit engine is that of the judge', async () => {
  const model = pairModel('pre', 'layer');
  const [judged, fast] = [await subjectOf(model), await subjectOf(model, { engine: await openEngine('ort-node') })];
  const value = async (subject: typeof judged) => (await sharpness.measure(subject))[0]?.values[0] as number;
  expect((await value(fast)) / (await value(judged))).toBeCloseTo(1, 2);
});
