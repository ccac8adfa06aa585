/** The one encoding of numbers and the one order of keys. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hash, shortHash } from '../../../src/core/hash.ts';
import { canonicalJson, fromJsonNumber, toJson } from '../../../src/core/json.ts';

describe('numbers', () => {
  it.each([0, -1.5, 1e-300, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('%d comes back', (value) => {
    expect(fromJsonNumber(JSON.parse(toJson({ value })).value)).toBe(value);
  });
  it('that JSON cannot hold are words, wherever they stand', () => {
    expect(toJson({ a: [Number.NaN, { b: Number.NEGATIVE_INFINITY }], c: Number.POSITIVE_INFINITY })).toBe(
      '{"a":["NaN",{"b":"-Infinity"}],"c":"Infinity"}',
    );
  });
  it('words that are no numbers read as NaN, never as 0', () => {
    for (const value of ['', 'zero', null, undefined, {}, true]) expect(fromJsonNumber(value)).toBeNaN();
  });
  it('may be indented', () => {
    expect(toJson({ a: 1 }, 2)).toBe('{\n  "a": 1\n}');
  });
});

describe('canonical text', () => {
  const shuffled = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffled);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, child]) => [key, shuffled(child)]),
    );
  };

  it('does not depend on the order of keys, at any depth', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        expect(canonicalJson(shuffled(value))).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { seed: 1 },
    );
  });
  it('sorts keys by code unit and keeps the order of arrays', () => {
    expect(canonicalJson({ b: 1, a: [3, 1], B: { d: 1, c: 2 }, ä: 0 })).toBe('{"B":{"c":2,"d":1},"a":[3,1],"b":1,"ä":0}');
  });
  it('leaves out what is undefined, so that a field unsaid and a field left out are one', () => {
    expect(canonicalJson({ a: undefined, b: 1 })).toBe(canonicalJson({ b: 1 }));
  });
  it('tells null, "null", 0, "0", NaN and infinity apart', () => {
    const texts = [null, 'null', 0, '0', Number.NaN, Number.POSITIVE_INFINITY, false].map((value) => canonicalJson({ value }));
    expect(new Set(texts).size).toBe(texts.length);
  });
});

describe('hash', () => {
  it('is SHA-256', () => {
    expect(hash('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(hash('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(hash(Uint8Array.of(0x61, 0x62, 0x63))).toBe(hash('abc'));
    expect(shortHash('abc')).toBe('ba7816bf8f01');
  });
});
