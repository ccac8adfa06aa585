/** Placements that come to the same model at some depth: found by their plans, and only there. */
import { describe, expect, it } from 'vitest';
import { alikeHere } from '../../../src/model/placement/alike.ts';
import { placements } from '../../../src/model/placement/index.ts';
import type { Choice } from '../../../src/model/types.ts';
import { parseRun } from '../../../src/spec/parse.ts';
import type { RunInput } from '../../../src/spec/schema.ts';

const modelOf = (placement: string | Choice, fields: object = {}) =>
  parseRun({ model: { placement, dModel: 16, nHeads: 2, ...fields } as RunInput['model'], task: 'copy' }).model;

describe('alikeHere', () => {
  it.each([
    ['mix-ln', 1, 'pre'],
    ['mix-ln', 2, 'pre'],
    ['mix-ln', 3, 'pre'],
    ['mix-ln', 4, undefined],
    ['lns', 1, 'pre'],
    ['lns', 2, undefined],
    ['pre', 3, undefined],
    ['post', 1, undefined],
  ])('%s at %i blocks: %s', (placement, nLayers, expected) => {
    expect(alikeHere(modelOf(placement, { nLayers }))).toBe(expected);
  });

  it('finds nothing else among all placements from four blocks on', () => {
    for (const { id } of placements.members.filter(({ written }) => !written))
      for (const nLayers of [4, 12]) expect(alikeHere(modelOf(id, { nLayers })), `${id} at ${nLayers}`).toBeUndefined();
  });

  it.each<[Choice, number, string | undefined]>([
    [{ id: 'mix-ln', share: 0.3 }, 6, 'mix-ln'],
    [{ id: 'mix-ln', share: 0.34 }, 6, undefined],
    [{ id: 'mix-ln', share: 1 }, 6, undefined],
    [{ id: 'mix-ln', share: 0.1 }, 6, 'pre'],
    [{ id: 'lns', scaleAt: 'before-norm' }, 1, 'pre'],
  ])('%j at %i blocks: %s', (placement, nLayers, expected) => {
    expect(alikeHere(modelOf(placement, { nLayers }))).toBe(expected);
  });

  it('reads what is written: neutral numbers and the stream by name say nothing', () => {
    const rules = [{ input: true, branchScale: 1, inputShift: 0, identity: ['stream'] }];
    const deepOnly = { layers: '1-2', exit: true };
    expect(alikeHere(modelOf({ id: 'custom', rules }, { nLayers: 4 }))).toBeUndefined();
    expect(alikeHere(modelOf({ id: 'custom', rules: [{ ...rules[0], sumScale: '1/sqrt(layer)' }] }, { nLayers: 1 }))).toBe('pre');
    expect(alikeHere(modelOf({ id: 'custom', rules: [...rules, deepOnly] }, { nLayers: 4 }))).toBeUndefined();
  });

  it('counts the frame: without its final norm Mix-LN is no Pre-Norm with one', () => {
    expect(alikeHere(modelOf('mix-ln', { nLayers: 3, finalNorm: false }))).toBe('pre');
    expect(alikeHere(modelOf({ id: 'mix-ln', share: 1 }, { nLayers: 3 }))).toBeUndefined();
    expect(alikeHere(modelOf('mix-ln', { nLayers: 3, normalizer: 'rms', attentionNorm: 'qk' }))).toBe('pre');
  });
});
