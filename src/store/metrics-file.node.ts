/** metrics.parquet in a run's folder: made of events.jsonl when the run has ended, and never more than a copy of it. */
import { closeSync, fstatSync, openSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from './files.node.ts';
import { metricsOf } from './metrics.ts';
import { metricsParquet } from './metrics-parquet.ts';
import { readEventLines } from './run-folder.node.ts';

const metricsFile = (folder: string): string => join(folder, 'metrics.parquet');

/** Bytes of the file for a folder, from its events as they are now. */
export const metricsBytes = (folder: string, eventsHash = ''): Uint8Array => metricsParquet(metricsOf(readEventLines(folder)), eventsHash);

/** Writes it if that can be done: what it says is in events.jsonl too, so a run is not lost for want of it. */
export function writeMetrics(folder: string, eventsHash: string): void {
  try {
    writeWhole(metricsFile(folder), metricsBytes(folder, eventsHash));
  } catch {
    // Readers make it of the events when it is not there.
  }
}

export const removeMetrics = (folder: string): void => rmSync(metricsFile(folder), { force: true });

/** The file, if it is whole and made of these events. */
export function storedMetrics(folder: string, eventsHash: string | undefined): string | undefined {
  const file = metricsFile(folder);
  try {
    return eventsHash !== undefined && footer(file).includes(eventsHash) ? file : undefined;
  } catch {
    return undefined;
  }
}

/** Behind a Parquet file's footer: its length, and four letters. */
const tailBytes = 8;

/** Schema and metadata of a Parquet file, as Latin-1; empty when it is cut off. */
function footer(file: string): string {
  const handle = openSync(file, 'r');
  try {
    const read = (from: number, length: number): Buffer => {
      const bytes = Buffer.alloc(length);
      return bytes.subarray(0, readSync(handle, bytes, 0, length, from));
    };
    const { size } = fstatSync(handle);
    const tail = read(Math.max(0, size - tailBytes), tailBytes);
    if (tail.length < tailBytes || tail.toString('latin1', 4) !== 'PAR1') return '';
    const length = tail.readUInt32LE(0);
    return length + tailBytes > size ? '' : read(size - tailBytes - length, length).toString('latin1');
  } finally {
    closeSync(handle);
  }
}
