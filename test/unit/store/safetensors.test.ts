/** The safetensors writer, read back by a reader of a dozen lines that knows only the format. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TensorToWrite, toSafetensors } from '../../../src/store/safetensors.ts';

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

function read(bytes: Uint8Array) {
  const headerLength = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + headerLength));
  const { __metadata__: metadata, ...entries } = JSON.parse(text) as Record<string, Entry> & { __metadata__: Record<string, string> };
  const body = bytes.slice(8 + headerLength);
  return { headerLength, text, metadata, entries: entries as Record<string, Entry>, body };
}

const tensor = (key: string, data: TensorToWrite['data'], shape: readonly number[]): TensorToWrite => ({ key, shape, data });

const some = [
  tensor('layers.0.attn.qkv.weight', Float32Array.of(1, -2, 0.5, Number.NaN, 3, 4), [2, 3]),
  tensor('a', Float64Array.of(0.1), [1]),
  tensor('scalar', Int32Array.of(-7), []),
  tensor('mask', Uint8Array.of(1, 0, 255), [3]),
  tensor('empty', new Float32Array(0), [0, 4]),
];
const widths: Readonly<Record<string, number>> = { F32: 4, F64: 8, I32: 4, U8: 1 };

describe('a file', () => {
  const bytes = toSafetensors(some, { format: 'pt', note: 'späße 规范' });
  const { headerLength, text, metadata, entries, body } = read(bytes);

  it('says how long its header is, and nothing follows the last tensor', () => {
    const end = Math.max(...Object.values(entries).map(({ data_offsets }) => data_offsets[1]));
    expect(bytes.length).toBe(8 + headerLength + end);
  });

  it('begins its data on a multiple of eight, spaces after the header', () => {
    expect((8 + headerLength) % 8).toBe(0);
    expect(text.trimEnd()).toMatch(/^\{.*\}$/);
    expect(text.slice(text.trimEnd().length)).toMatch(/^ {0,7}$/);
  });

  it('lays tensors side by side in the order given, each as long as type and shape say', () => {
    let at = 0;
    expect(Object.keys(entries)).toEqual(some.map(({ key }) => key));
    for (const { dtype, shape, data_offsets: offsets } of Object.values(entries)) {
      const length = shape.reduce((a, b) => a * b, 1) * (widths[dtype] as number);
      expect(offsets).toEqual([at, at + length]);
      at += length;
    }
  });

  it('gives back every number, bit for bit, in its type', () => {
    expect(Object.values(entries).map(({ dtype }) => dtype)).toEqual(['F32', 'F64', 'I32', 'U8', 'F32']);
    for (const { key, data } of some) {
      const [start, end] = (entries[key] as Entry).data_offsets;
      const expected = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      expect([...body.subarray(start, end)], key).toEqual([...expected]);
    }
    const [start, end] = (entries['layers.0.attn.qkv.weight'] as Entry).data_offsets;
    expect(new Float32Array(body.buffer.slice(start, end))).toEqual(some[0]?.data);
  });

  it('keeps its metadata, in any script', () => {
    expect(metadata).toEqual({ format: 'pt', note: 'späße 规范' });
  });
});

it('a view into a larger buffer is written as the view', () => {
  const whole = Float32Array.of(1, 2, 3, 4, 5);
  const { body } = read(toSafetensors([tensor('part', whole.subarray(1, 3), [2])], {}));
  expect(new Float32Array(body.buffer)).toEqual(Float32Array.of(2, 3));
});

it('no tensors make a file too', () => {
  const { entries, body } = read(toSafetensors([], {}));
  expect([entries, body.length]).toEqual([{}, 0]);
});

it('every list of tensors comes back', () => {
  const one = fc.record({
    key: fc.string({ minLength: 1, maxLength: 8 }).filter((key) => !key.startsWith('__')),
    numbers: fc.float32Array({ maxLength: 9 }),
  });
  fc.assert(
    fc.property(fc.uniqueArray(one, { selector: ({ key }) => key, maxLength: 6 }), (list) => {
      const { entries, body } = read(
        toSafetensors(
          list.map(({ key, numbers }) => tensor(key, numbers, [numbers.length])),
          {},
        ),
      );
      for (const { key, numbers } of list) {
        const { data_offsets: offsets, shape } = entries[key] as Entry;
        expect(shape).toEqual([numbers.length]);
        expect(new Float32Array(body.buffer.slice(...offsets))).toEqual(new Float32Array(numbers));
      }
    }),
    { seed: 1 },
  );
});
