/** One equation for several depths. */
import { expect, it } from 'vitest';
import { defaultShape, modelFor } from '../../../src/explain/model.ts';
import { equationAcross } from '../../../src/model/across.ts';

const across = (id: string, depths: readonly number[]) =>
  equationAcross(depths.map((depth) => modelFor({ id }, { ...defaultShape, depth })));

it.each([
  ['pre', [4, 8], 'x ← x + F(LN(x))'],
  // α = (2N)^(1/4)
  ['deepnorm', [4, 8], 'x ← LN(a·x + F(x)), a = 1.68179, 2'],
  ['deepnorm', [8], 'x ← LN(2·x + F(x))'],
  ['lns', [4, 8], 'x ← x + F(s·LN(x))'],
  [
    'mix-ln',
    [4, 8],
    'depth 4: layer 1: x ← LN(x + F(x)); layers 2–4: x ← x + F(LN(x)); depth 8: layers 1–2: x ← LN(x + F(x)); layers 3–8: x ← x + F(LN(x))',
  ],
])('%s at %j', (id, depths, text) => expect(across(id, depths)).toBe(text));
