import { expect, it } from 'vitest';
import { blockSkip } from '../../../src/probe/block-skip.ts';
import { effectiveDepth } from '../../../src/probe/effective-depth.ts';
import type { ProbeSeries } from '../../../src/probe/types.ts';
import { pairModel } from '../../helper/model.ts';
import { silence, subjectOf } from '../../helper/subject.ts';

const outputs = ['out.weight', 'out.bias', 'fc2.weight', 'fc2.bias'];
const valuesOf = (series: readonly ProbeSeries[], id: string) => series.find((one) => one.id === id)?.values ?? [];

it('counts the blocks that the loss needs, and takes out the idle ones first', async () => {
  const model = pairModel('pre', 'layer', { nLayers: 4 });
  const idle = ['layers.1', 'layers.2'];
  const subject = await subjectOf(model, { change: silence(idle, outputs) });
  const found = await effectiveDepth.measure(subject);
  const order = found.find(({ id }) => id === 'effective-depth/loss')?.labels ?? [];
  const changes = valuesOf(await blockSkip.measure(subject), 'block-skip/change');
  const gains = order.filter((key) => (changes[Number(key.at(-1))] as number) < 0);
  expect(order.slice(gains.length, gains.length + 2).sort()).toEqual(idle);
  expect(valuesOf(found, 'effective-depth/loss')).toHaveLength(4);
  expect(valuesOf(found, 'effective-depth/share')).toEqual([(valuesOf(found, 'effective-depth/blocks')[0] as number) / 4]);
  expect(valuesOf(found, 'effective-depth/blocks')[0]).toBeLessThanOrEqual(2);
});

it('is no block of a model whose blocks all write nothing', async () => {
  const model = pairModel('pre', 'layer', { nLayers: 3 });
  const subject = await subjectOf(model, { change: silence(['layers'], outputs) });
  expect(valuesOf(await effectiveDepth.measure(subject), 'effective-depth/blocks')).toEqual([0]);
});

it('is no number where the loss of the whole is none', async () => {
  const model = pairModel('pre', 'layer', { nLayers: 2 });
  const subject = await subjectOf(model, { change: (tensors) => tensors.get('layers.0.ffn.fc2.bias')?.fill(Number.NaN) });
  const found = await effectiveDepth.measure(subject);
  expect(valuesOf(found, 'effective-depth/blocks')).toEqual([Number.NaN]);
  expect(valuesOf(found, 'effective-depth/share')).toEqual([Number.NaN]);
});
