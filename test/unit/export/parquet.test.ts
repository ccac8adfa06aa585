/** runs.parquet and metrics.parquet of many runs, read by hyparquet and by DuckDB. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { expect, it } from 'vitest';
import { parquet } from '../../../src/export/format/parquet.node.ts';
import { exportedRuns } from '../../../src/export/source.node.ts';
import type { ExportedRun } from '../../../src/export/types.ts';
import { inFolder, oddRows, writeRuns } from './runs.ts';

const write = (runs: readonly ExportedRun[], target: string) =>
  parquet.export({ runs, target, experiment: 'x', signal: new AbortController().signal, progress: () => undefined });

const bytesOf = (file: string): ArrayBuffer => Uint8Array.from(readFileSync(file)).buffer;

it('has the same runs and numbers for both', async () => {
  await inFolder(async (folder) => {
    writeRuns(folder);
    await write(exportedRuns(folder), join(folder, 'out'));
    const [runs, metrics] = ['runs', 'metrics'].map((name) => join(folder, 'out', `${name}.parquet`)) as [string, string];
    const rows = ['ccc', 'judge-aaa', 'select-bbb'].flatMap((id) => oddRows.map((row) => [id, `runs/${id}`, ...row]));
    const plain = (value: unknown) => (typeof value === 'bigint' ? Number(value) : value);
    const read = await parquetReadObjects({ file: bytesOf(metrics) });
    expect(read.map((row) => Object.values(row).map(plain))).toEqual(rows);
    const database = await (await DuckDBInstance.create(':memory:')).connect();
    const all = async (sql: string) => (await database.runAndReadAll(sql)).getRowsJS().map((row) => row.map(plain));
    expect(await all(`select * from '${metrics}'`)).toEqual(rows);
    const asked = `select id, placement, state, eval_loss, steps, seed, optimizer_lr, model_bias, spec_steps from '${runs}' order by id`;
    const expected = [
      ['ccc', 'pre', 'failed', null, null, 3, 1, true, 6],
      ['ddd', 'pre', 'interrupted', null, 0, 4, 0.001, true, 6],
      ['judge-aaa', 'pre', 'finished', 1.25, 6, 1, 0.001, true, 6],
      ['select-bbb', 'post', 'diverged', null, null, 2, 0.001, true, 6],
    ];
    expect(await all(asked)).toEqual(expected);
    const objects = await parquetReadObjects({ file: bytesOf(runs) });
    expect(objects.map(({ id, placement, state, eval_loss }) => [id, placement, state, eval_loss])).toEqual(
      expected.map((row) => row.slice(0, 4)),
    );
    database.closeSync();
  });
});

it('writes in groups, and none is lost', async () => {
  await inFolder(async (folder) => {
    writeRuns(folder);
    const [run] = exportedRuns(folder) as [ExportedRun];
    const length = 60_000;
    const many = Array.from({ length }, (_, i) => i);
    const metrics = () => ({
      step: Int32Array.from(many),
      series: many.map(() => 'loss'),
      place: many.map(() => null),
      label: many.map(() => null),
      value: Float64Array.from(many),
    });
    await write(
      [1, 2, 3].map((i) => ({ ...run, id: `run-${i}`, metrics })),
      join(folder, 'out'),
    );
    const file = bytesOf(join(folder, 'out/metrics.parquet'));
    expect(parquetMetadata(file).row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([2 * length, length]);
    const read = await parquetReadObjects({ file, columns: ['run', 'value'] });
    expect(read.length).toBe(3 * length);
    expect(read[2 * length - 1]).toEqual({ run: 'run-2', value: length - 1 });
  });
});
