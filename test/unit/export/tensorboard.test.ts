/** Event files read by hand: the frames with a checksum of our own, the messages by their wire format. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tensorboard } from '../../../src/export/format/tensorboard.node.ts';
import { exportedRuns } from '../../../src/export/source.node.ts';
import { inFolder, oddRows, writeRuns } from './runs.ts';

/** CRC-32C (Castagnoli), reflected, by table. */
const table = Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value >>> 0;
});
const crc32c = (bytes: Uint8Array): number => ~bytes.reduce((crc, byte) => (crc >>> 8) ^ (table[(crc ^ byte) & 255] as number), ~0) >>> 0;
const masked = (bytes: Uint8Array): number => {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
};

function frames(file: Uint8Array): Uint8Array[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const records: Uint8Array[] = [];
  for (let at = 0; at < file.length; ) {
    const length = Number(view.getBigUint64(at, true));
    expect(view.getUint32(at + 8, true)).toBe(masked(file.subarray(at, at + 8)));
    const record = file.subarray(at + 12, at + 12 + length);
    expect(view.getUint32(at + 12 + length, true)).toBe(masked(record));
    records.push(record);
    at += 16 + length;
  }
  return records;
}

type Field = readonly [number, bigint | Uint8Array];

/** Fields of a protobuf message: number, and what it holds. */
function fields(bytes: Uint8Array): Field[] {
  let at = 0;
  const varint = (): bigint => {
    for (let value = 0n, shift = 0n; ; shift += 7n) {
      const byte = bytes[at++] as number;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const take = (length: number): Uint8Array => {
    at += length;
    return bytes.subarray(at - length, at);
  };
  const read: Readonly<Record<number, () => bigint | Uint8Array>> = {
    0: varint,
    1: () => take(8),
    2: () => take(Number(varint())),
    5: () => take(4),
  };
  const all: Field[] = [];
  while (at < bytes.length) {
    const key = Number(varint());
    all.push([key >> 3, (read[key & 7] as () => bigint | Uint8Array)()]);
  }
  return all;
}

const only = (of: readonly Field[], number: number) => of.find(([field]) => field === number)?.[1];
const text = (bytes: unknown) => new TextDecoder().decode(bytes as Uint8Array);
const viewOf = (bytes: unknown) => new DataView((bytes as Uint8Array).buffer, (bytes as Uint8Array).byteOffset);

/** `[step, tag, value]` of an event file, its version line checked. */
function scalars(file: string): [number, string, number][] {
  const [first, ...events] = frames(readFileSync(file)).map(fields) as [Field[], ...Field[][]];
  expect(text(only(first, 3))).toBe('brain.Event:2');
  return events.flatMap((event) => {
    expect(viewOf(only(event, 1)).getFloat64(0, true)).toBeGreaterThan(1e9);
    const step = Number(only(event, 2) ?? 0n);
    return fields(only(event, 5) as Uint8Array).map(([, value]): [number, string, number] => {
      const held = fields(value as Uint8Array);
      return [step, text(only(held, 1)), viewOf(only(held, 2)).getFloat32(0, true)];
    });
  });
}

it('checks with the checksum that everyone has', () => expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283));

it('has every number of every run, in float32', async () => {
  await inFolder(async (folder) => {
    writeRuns(folder);
    const request = { runs: exportedRuns(folder), experiment: 'x', signal: new AbortController().signal, progress: () => undefined };
    const target = join(folder, 'out');
    expect(await tensorboard.export({ ...request, target })).toEqual({ places: [target], runs: 4, before: 0 });
    const expected = oddRows.map(([step, series, place, label, value]) => [
      step,
      place === null ? series : `${series}/${label ?? place}`,
      Math.fround(value),
    ]);
    for (const id of ['judge-aaa', 'select-bbb', 'ccc']) {
      const at = join(target, 'runs', id);
      expect(readdirSync(at)).toEqual(['events.out.tfevents.normlab']);
      expect(scalars(join(at, 'events.out.tfevents.normlab'))).toEqual(expected);
    }
    expect(scalars(join(target, 'runs/ddd/events.out.tfevents.normlab'))).toEqual([]);
  });
});
