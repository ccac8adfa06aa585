/** metrics.parquet of a run: read back by two readers that know nothing of each other, and never worth a run. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { parquetReadObjects } from 'hyparquet';
import { expect, it } from 'vitest';
import { storedMetrics } from '../../../src/store/metrics-file.node.ts';
import { findRun } from '../../../src/store/run-folder.node.ts';
import { RunWriter } from '../../../src/store/run-writer.node.ts';
import { smallRun } from '../../helper/run.ts';
import { inFolder, oddEvents, oddRows, writeRun } from './runs.ts';

const finished = [...oddEvents, { type: 'finished', steps: 2, evalLoss: 1 }] as const;
const diverged = [...oddEvents, { type: 'diverged', reason: { key: 'loss-not-finite', step: 1, value: Number.NaN } }] as const;
const hashOf = (folder: string) => findRun(folder).file?.events?.sha256;

it.each([
  ['finished', finished],
  ['diverged', diverged],
] as const)('of a run that %s has every number, by hyparquet and by DuckDB', async (_, events) => {
  await inFolder(async (folder) => {
    writeRun(folder, 'one', events);
    const file = join(folder, 'metrics.parquet');
    const { buffer, byteOffset, byteLength } = readFileSync(file);
    const read = await parquetReadObjects({ file: buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer });
    expect(read.map(({ step, series, place, label, value }) => [step, series, place, label, value])).toEqual(oddRows);
    const database = await (await DuckDBInstance.create(':memory:')).connect();
    const columns = (await database.runAndReadAll(`describe select * from '${file}'`)).getRows().map(([name, type]) => [name, type]);
    expect(columns).toEqual([
      ['step', 'INTEGER'],
      ['series', 'VARCHAR'],
      ['place', 'INTEGER'],
      ['label', 'VARCHAR'],
      ['value', 'DOUBLE'],
    ]);
    expect((await database.runAndReadAll(`select * from '${file}'`)).getRowsJS()).toEqual(oddRows);
    const counts = `select count(*), count(place), count(*) filter (isnan(value)), count(*) filter (value = 'inf') from '${file}'`;
    expect((await database.runAndReadAll(counts)).getRowsJS()).toEqual([[BigInt(oddRows.length), 5n, 2n, 2n]]);
    database.closeSync();
  });
});

it('has the same bytes for the same events', () =>
  inFolder((folder) => {
    for (const name of ['a', 'b']) writeRun(join(folder, name), 'one', finished);
    expect(readFileSync(join(folder, 'a/metrics.parquet'))).toEqual(readFileSync(join(folder, 'b/metrics.parquet')));
  }));

it('is whole and of these events, or is not taken', () =>
  inFolder((folder) => {
    writeRun(folder, 'one', finished);
    const [file, own] = [join(folder, 'metrics.parquet'), hashOf(folder)];
    expect(storedMetrics(folder, own)).toBe(file);
    expect(storedMetrics(folder, undefined)).toBeUndefined();
    expect(storedMetrics(folder, 'f'.repeat(64))).toBeUndefined();
    copyFileSync(file, join(folder, 'whole'));
    for (const bytes of [1, 40]) {
      copyFileSync(join(folder, 'whole'), file);
      truncateSync(file, readFileSync(file).length - bytes);
      expect(storedMetrics(folder, own)).toBeUndefined();
    }
    truncateSync(file, 3);
    expect(storedMetrics(folder, own)).toBeUndefined();
  }));

it('goes when the run begins anew', () =>
  inFolder((folder) => {
    writeRun(folder, 'one', finished);
    new RunWriter(folder, { id: 'one', run: smallRun(), version: '9.9.9' }).close();
    expect(existsSync(join(folder, 'metrics.parquet'))).toBe(false);
  }));

it('costs no run when it cannot be written', () =>
  inFolder((folder) => {
    const writer = new RunWriter(folder, { id: 'one', run: smallRun(), version: '9.9.9' });
    for (const event of finished) writer.event(event);
    mkdirSync(join(folder, 'metrics.parquet'));
    writer.close();
    expect(findRun(folder).state).toBe('finished');
    expect(readdirSync(folder).sort()).toEqual(['events.jsonl', 'metrics.parquet', 'run.json']);
  }));
