/** Blocks left out and side by side: one mechanism, held against sums made by hand and against identities. */
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/engine/reference.ts';
import { newGraph } from '../../../src/graph/program.ts';
import type { Tensor } from '../../../src/graph/tensor.ts';
import { placements } from '../../../src/model/placement/index.ts';
import { readPlacement } from '../../../src/model/placement/read.ts';
import { buildTransformer, type Route, residualOf } from '../../../src/model/transformer.ts';
import type { ModelConfig } from '../../../src/model/types.ts';
import { ask } from '../../../src/probe/ask.ts';
import { blocksOf, joined, lossOf, without } from '../../../src/probe/loss.ts';
import { crossModel, pairModel } from '../../helper/model.ts';
import { relativeError } from '../../helper/numeric.ts';
import { silence, subjectOf } from '../../helper/subject.ts';

const deep = (placement: string, more: Partial<ModelConfig> = {}) => pairModel(placement, 'layer', { nLayers: 3, ...more });
const outputs = ['out.weight', 'out.bias', 'fc2.weight', 'fc2.bias'];
const close = (a: number, b: number) => expect(Math.abs(a - b), `${a} and ${b}`).toBeLessThan(1e-12 * Math.abs(b));

/** Taps of a route in float64. */
async function tapsOf(model: ModelConfig, route: Route) {
  const subject = await subjectOf(model);
  const { scope } = buildTransformer(newGraph(), model, { batchSize: 2, train: false, route });
  const feeds = { ...Object.fromEntries(subject.tensors), ...(subject.batches[0] as object), step: Float64Array.of(3) };
  return (name: string) => evaluate([scope.taps.get(name) as Tensor], feeds)[0] as Float64Array;
}

describe.each(placements.ids)('%s', (placement) => {
  const model = deep(placement);
  const { plain } = residualOf({ placement: readPlacement(model) }).rule;

  it('is itself when nothing is left out', async () => {
    const subject = await subjectOf(model);
    const { loss, scope } = buildTransformer(newGraph(), model, { batchSize: 2, train: false });
    const feeds = { ...Object.fromEntries(subject.tensors), ...(subject.batches[0] as object), step: Float64Array.of(3) };
    expect(scope.parameters.size).toBeGreaterThan(0);
    expect(await lossOf(subject)).toBe(evaluate([loss], feeds)[0]?.[0]);
  });

  it('loses a block that is left out, and finds the same whatever the order in which two are', async () => {
    const subject = await subjectOf(model);
    const [a, b] = ['layers.0', 'layers.2'];
    expect(await lossOf(subject, without(model, new Set([a])))).not.toBe(await lossOf(subject));
    const both = without(model, new Set([b, a]));
    expect(both).toEqual(without(model, new Set([a, b])));
    expect(both).toEqual([['layers.1']]);
  });

  it.skipIf(!plain)('adds the branches of two blocks to one sum', async () => {
    const tap = await tapsOf(model, joined(model, ['layers.0', 'layers.1']));
    for (const sublayer of ['attn', 'ffn']) {
      const [first, second] = [`layers.0.${sublayer}`, `layers.1.${sublayer}`];
      expect([...tap(`${second}.stream_in`)]).toEqual([...tap(`${first}.stream_in`)]);
      const identity = tap(`${first}.identity`);
      const write = tap(`${first}.write`);
      expect(
        relativeError(
          tap(`${first}.sum`),
          identity.map((x, i) => x + (write[i] as number)),
        ),
      ).toBeLessThan(1e-14);
    }
  });

  it.skipIf(!plain)('is itself with groups of one', async () => {
    const subject = await subjectOf(model);
    expect(await lossOf(subject, [['layers.0'], ['layers.1'], ['layers.2']])).toBe(await lossOf(subject));
  });
});

describe('a branch that writes nothing', () => {
  it('pre loses nothing when its block is left out', async () => {
    const model = deep('pre');
    const subject = await subjectOf(model, { change: silence(['layers.1'], outputs) });
    close(await lossOf(subject, without(model, new Set(['layers.1']))), await lossOf(subject));
    expect(await lossOf(subject, without(model, new Set(['layers.0'])))).not.toBe(await lossOf(subject));
  });

  it.each(['pre', 'post', 'sandwich'])('%s with it at the side of another is the other alone', async (placement) => {
    const model = deep(placement);
    // The exit norms of the second block are those behind the sum: of Post they are made to be those of the first.
    const subject = await subjectOf(model, {
      change: (tensors) => {
        silence(['layers.1'], [...outputs, 'output_norm.bias'])(tensors);
        for (const [key, values] of tensors)
          if (key.includes('exit_norm')) tensors.set(key, (tensors.get(key.replace('layers.1', 'layers.0')) ?? values).slice());
      },
    });
    close(await lossOf(subject, joined(model, ['layers.0', 'layers.1'])), await lossOf(subject, without(model, new Set(['layers.1']))));
  });
});

it.each(['pre', 'post', 'deepnorm'])('%s: a block beside itself writes twice', async (placement) => {
  const model = deep(placement);
  const doubled = await subjectOf(model, {
    change: (tensors) => {
      for (const [key, values] of tensors)
        if (key.startsWith('layers.0.') && outputs.some((ending) => key.endsWith(ending)))
          tensors.set(
            key,
            values.map((value) => 2 * value),
          );
    },
  });
  const route: Route = [['layers.0', 'layers.0'], ['layers.1'], ['layers.2']];
  close(await lossOf(await subjectOf(model), route), await lossOf(doubled));
});

it('takes blocks out of either stack', async () => {
  const model = crossModel('pre', 'layer', { nEncoderLayers: 3 });
  const subject = await subjectOf(model);
  expect(blocksOf(model).map(({ key }) => key)).toEqual([
    'encoder.layers.0',
    'encoder.layers.1',
    'encoder.layers.2',
    'decoder.layers.0',
    'decoder.layers.1',
  ]);
  const [merged] = await ask(subject, ['block-merge']);
  expect(merged?.series[1]?.labels).toEqual([
    'encoder.layers.0 + encoder.layers.1',
    'encoder.layers.1 + encoder.layers.2',
    'decoder.layers.0 + decoder.layers.1',
  ]);
  // Each change is what the pair's loss has more than the model's own.
  const [full, losses, changes] = (merged?.series ?? []).map(({ values }) => values) as [number[], number[], number[]];
  expect(losses.length).toBe(3);
  losses.forEach((loss, i) => {
    expect(changes[i]).toBe(loss - (full[0] as number));
  });
  const silent = await subjectOf(model, { change: silence(['encoder.layers.1'], outputs) });
  close(await lossOf(silent, without(model, new Set(['encoder.layers.1']))), await lossOf(silent));
});

it.each(['block-merge', 'jacobian'])('%s refuses streams that are not one, before any work', async (probe) => {
  for (const placement of ['hyper-connections', 'siamese']) {
    await expect(ask(await subjectOf(deep(placement)), ['block-skip', probe])).rejects.toThrow(/needs one stream/);
  }
});
