/** The safetensors reader: honest files come back, and every claim that the bytes do not bear out is refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { toSafetensors } from '../../../src/store/safetensors.ts';
import { fromSafetensors } from '../../../src/store/safetensors-read.ts';

const text = new TextEncoder();

/** A file from its parts: what the header says may be anything. */
function file(header: string | Uint8Array, data: ArrayLike<number> = [], { length }: { length?: bigint } = {}): Uint8Array {
  const json = typeof header === 'string' ? text.encode(header) : header;
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(Array.from(data), 8 + json.length);
  return bytes;
}
const entries = (tensors: object, data: ArrayLike<number> = []) => file(JSON.stringify(tensors), data);
const entry = (shape: unknown, from: unknown, to: unknown, dtype: unknown = 'F32') => ({ dtype, shape, data_offsets: [from, to] });
const zeros = (n: number) => new Uint8Array(n);

function refusal(bytes: Uint8Array): UserError {
  try {
    fromSafetensors(bytes, 'model.safetensors');
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return error as UserError;
  }
  throw new Error('this was taken');
}

describe('honest files come back', () => {
  const tensors = [
    { key: 'a.weight', shape: [2, 3], data: Float32Array.of(1, -2, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 4) },
    { key: 'scalar', shape: [], data: Int32Array.of(-7) },
    { key: 'double', shape: [1], data: Float64Array.of(0.1) },
    { key: 'mask', shape: [3], data: Uint8Array.of(1, 0, 255) },
    { key: 'empty', shape: [0, 4], data: new Float32Array(0) },
  ];

  it('bit for bit, in their types, however the writer aligned them', () => {
    for (const metadata of [{}, { format: 'pt', note: 'späße 规范' }, { x: '1' }]) {
      const found = fromSafetensors(toSafetensors(tensors, metadata as Record<string, string>), 'x');
      expect([...found.values()]).toEqual(tensors);
    }
  });

  it('whatever the names and numbers', () => {
    const one = fc.record({
      key: fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }).filter((key) => key !== '__metadata__' && key !== '__proto__'),
      data: fc.float64Array({ maxLength: 9 }),
    });
    fc.assert(
      fc.property(fc.uniqueArray(one, { selector: ({ key }) => key, maxLength: 6 }), (list) => {
        const written = list.map(({ key, data }) => ({ key, shape: [data.length], data: new Float64Array(data) }));
        const found = fromSafetensors(toSafetensors(written, {}), 'x');
        expect(found.size).toBe(list.length);
        for (const { key, data } of written) expect(found.get(key)?.data).toEqual(data);
      }),
      { seed: 1 },
    );
  });

  it('from the middle of a larger buffer, and without touching it', () => {
    const whole = toSafetensors(tensors, {});
    const around = new Uint8Array(whole.length + 24);
    around.set(whole, 13);
    const found = fromSafetensors(around.subarray(13, 13 + whole.length), 'x');
    expect([...found.values()]).toEqual(tensors);
    (found.get('mask') as { data: Uint8Array }).data[0] = 9;
    expect(fromSafetensors(whole, 'x').get('mask')?.data[0]).toBe(1);
  });

  it('with empty metadata, with none, and with no tensor', () => {
    for (const header of ['{"__metadata__":{}}', '{}', '{}      ', ' {}']) expect(fromSafetensors(file(header), 'x').size).toBe(0);
  });

  it('in any order of the header', () => {
    const header = { b: entry([1], 4, 8), a: entry([1], 0, 4) };
    const found = fromSafetensors(entries(header, new Uint8Array(Float32Array.of(1, 2).buffer)), 'x');
    expect([found.get('a')?.data[0], found.get('b')?.data[0]]).toEqual([1, 2]);
  });
});

describe('is refused, with the file and the reason', () => {
  it.each([
    ['an empty file', new Uint8Array(0), '0 bytes are too few'],
    ['7 bytes', zeros(7), '7 bytes are too few'],
    ['a header of length 0', file('', [], { length: 0n }), 'no JSON'],
    ['a header of length 1', file('{', [], { length: 1n }), 'no JSON'],
    ['a header longer than the file', file('{}', [], { length: 3n }), 'a header of 3 bytes does not fit in 10 bytes'],
    ['a header of 2^53 bytes', file('{}', [], { length: 2n ** 53n }), 'a header of 9007199254740992 bytes'],
    ['a header of 2^63 bytes', file('{}', [], { length: 2n ** 63n }), 'does not fit'],
    ['a header of 2^64 − 1 bytes', file('{}', [], { length: 2n ** 64n - 1n }), 'does not fit'],
    ['a header that is no object', file('[]'), 'no JSON object'],
    ['a header that is null', file('null'), 'no JSON object'],
    ['a header that is a number', file('3'), 'no JSON object'],
    ['a byte order mark', file('\ufeff{}'), 'no JSON'],
    ['invalid UTF-8', file(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d)), 'no JSON'],
    ['something behind the JSON', file('{} x'), 'no JSON'],
    ['an unknown type', entries({ w: entry([1], 0, 4, 'F16') }, zeros(4)), 'F16'],
    ['a type that is no string', entries({ w: entry([1], 0, 4, 7) }, zeros(4)), 'malformed'],
    ['a type of JavaScript', entries({ w: entry([1], 0, 4, 'constructor') }, zeros(4)), 'constructor'],
    ['a negative offset', entries({ w: entry([1], -4, 0) }), 'malformed'],
    ['a fractional offset', entries({ w: entry([1], 0, 4.5) }, zeros(5)), 'malformed'],
    ['an offset that is text', entries({ w: entry([1], 0, '4') }, zeros(4)), 'malformed'],
    ['an offset beyond 2^53', entries({ w: entry([1], 0, 2 ** 60) }, zeros(4)), 'malformed'],
    ['an exponent that is none of the bytes', file('{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4e3]}}', zeros(4)), 'bytes'],
    ['one offset', entries({ w: { dtype: 'F32', shape: [1], data_offsets: [0] } }, zeros(4)), 'malformed'],
    ['three offsets', entries({ w: { dtype: 'F32', shape: [1], data_offsets: [0, 4, 4] } }, zeros(4)), 'malformed'],
    ['an end before its beginning', entries({ w: entry([1], 4, 0) }, zeros(4)), 'ends before it begins'],
    ['a negative shape', entries({ w: entry([-1], 0, 4) }, zeros(4)), 'malformed'],
    ['a shape that is no list', entries({ w: entry(1, 0, 4) }, zeros(4)), 'malformed'],
    ['a shape of nine axes', entries({ w: entry(Array(9).fill(1), 0, 4) }, zeros(4)), 'malformed'],
    ['a shape of a thousand axes', entries({ w: entry(Array(1000).fill(1), 0, 4) }, zeros(4)), 'malformed'],
    ['a shape that overflows', entries({ w: entry([2 ** 40, 2 ** 40], 0, 4) }, zeros(4)), 'has 4 bytes'],
    ['a shape that overflows to 0', entries({ w: entry([2 ** 32, 2 ** 32, 0, 1], 0, 4) }, zeros(4)), 'has 4 bytes'],
    ['a shape of fewer bytes', entries({ w: entry([2], 0, 4) }, zeros(4)), 'has 4 bytes'],
    ['a truncated tensor', entries({ w: entry([2], 0, 8) }, zeros(7)), 'ends beyond the file'],
    ['trailing bytes', entries({ w: entry([1], 0, 4) }, zeros(5)), '1 bytes follow'],
    ['a hole', entries({ a: entry([1], 0, 4), b: entry([1], 8, 12) }, zeros(12)), '"b" does not begin where'],
    ['a hole at the start', entries({ a: entry([1], 4, 8) }, zeros(8)), 'does not begin where'],
    ['an overlap', entries({ a: entry([1], 0, 4), b: entry([1], 2, 6) }, zeros(6)), '"b" does not begin where'],
    ['two tensors in one place', entries({ a: entry([1], 0, 4), b: entry([1], 0, 4) }, zeros(4)), 'does not begin where'],
    ['an entry that is null', entries({ w: null }), 'malformed'],
    ['an entry that is text', entries({ w: 'x' }), 'malformed'],
  ])('%s', (_name, bytes, reason) => {
    const { message } = refusal(bytes);
    expect(message).toContain('model.safetensors');
    expect(message).toContain(reason);
  });

  it.each([
    ['a tensor twice', '{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'],
    [
      'a tensor twice, once escaped',
      '{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"\\u0077":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}',
    ],
    ['a field of an entry twice', '{"w":{"dtype":"F64","dtype":"F32","shape":[1],"data_offsets":[0,4]}}'],
  ])('%s', (_name, header) => {
    expect(refusal(file(header, zeros(4))).message).toMatch(/twice/);
  });

  it.each(['{"__metadata__": 3}', '{"__metadata__": {"a": 1}}', '{"__metadata__": []}'])('metadata that is no text: %s', (header) => {
    expect(refusal(file(header)).message).toContain('metadata');
  });
});

describe('names are data', () => {
  it('of JavaScript’s own objects are names as any other', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    for (const name of names) {
      const header = `{${JSON.stringify(name)}:{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`;
      const found = fromSafetensors(file(header, zeros(4)), 'x');
      expect([...found.keys()], name).toEqual([name]);
    }
    expect(({} as Record<string, unknown>).dtype).toBeUndefined();
  });

  it('in an error are cut, and without control characters', () => {
    const name = `\u001b[31m<script>${'x'.repeat(1_000_000)}`;
    const { message } = refusal(entries({ [name]: entry([1], 0, 4, 'BOOL') }, zeros(4)));
    expect(message.length).toBeLessThan(400);
    expect([...message].some((character) => character < ' ')).toBe(false);
  });
});

it('a great many small tensors are read in a moment', () => {
  const header = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`t${i}`, entry([0], 0, 0)]));
  const bytes = entries(header);
  const began = performance.now();
  expect(fromSafetensors(bytes, 'x').size).toBe(100_000);
  expect(performance.now() - began).toBeLessThan(5000);
});

it('no bytes make it throw anything else', () => {
  const honest = toSafetensors([{ key: 'w', shape: [2], data: Float32Array.of(1, 2) }], { a: 'b' });
  const damaged = fc
    .tuple(fc.nat(honest.length - 1), fc.integer({ min: 0, max: 255 }), fc.nat(honest.length))
    .map(([at, value, length]) => {
      const bytes = honest.slice();
      bytes[at] = value;
      return bytes.slice(0, length < 4 ? honest.length : length);
    });
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), damaged), (bytes) => {
      try {
        fromSafetensors(bytes, 'x');
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
      }
    }),
    { seed: 1, numRuns: 3000 },
  );
});
