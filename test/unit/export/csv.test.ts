/** CSV as another reader has it: DuckDB's, told nothing but the types. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { csvHead, csvRows } from '../../../src/export/csv-text.ts';
import { exporters } from '../../../src/export/index.node.ts';
import { exportedRuns } from '../../../src/export/source.node.ts';
import { inFolder, oddRows, writeRuns } from './runs.ts';

let database: DuckDBConnection;
beforeAll(async () => {
  database = await (await DuckDBInstance.create(':memory:')).connect();
});
afterAll(() => database.closeSync());

const never = new AbortController().signal;
const toCsv = (root: string, target: string, signal = never, progress = (_: number): void => undefined) =>
  exporters.get('csv').export({ runs: exportedRuns(root), target, experiment: 'x', signal, progress });

const readBack = async (file: string, columns: string): Promise<unknown[][]> =>
  (
    await database.runAndReadAll(
      `select * from read_csv('${file}', header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', new_line = '\\r\\n', nullstr = '', allow_quoted_nulls = false, columns = ${columns})`,
    )
  ).getRowsJS();

/** What a spreadsheet would run. */
const formula = /^[=+\-@\t\r\n＝＋－＠]/;

it('gives back any text and any number', async () => {
  await inFolder(async (folder) => {
    const file = join(folder, 'one.csv');
    const text = fc.string({
      unit: fc.oneof(fc.constantFrom('"', ',', '\r', '\n', "'", '=', '-', ' ', '＝', '文', '€'), fc.string({ minLength: 1 })),
    });
    const row = fc.record({
      // DuckDB's reader takes NUL for the end of a text.
      text: fc.option(text.map((all) => all.replaceAll('\0', ''))),
      number: fc.option(fc.double()),
      truth: fc.option(fc.boolean()),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
        const column = <K extends keyof (typeof rows)[0]>(name: K) => rows.map((one) => one[name]);
        const columns = [
          { name: 'text', type: 'text', values: column('text') },
          { name: 'number', type: 'number', values: column('number') },
          { name: 'truth', type: 'truth', values: column('truth') },
        ] as const;
        writeFileSync(file, csvHead(columns.map(({ name }) => name)) + csvRows(columns));
        const read = await readBack(file, "{'text': 'varchar', 'number': 'double', 'truth': 'boolean'}");
        const safe = (value: string | null) => (value !== null && formula.test(value) ? `'${value}` : value);
        expect(read).toEqual(rows.map(({ text, number, truth }) => [safe(text), number, truth]));
      }),
      { numRuns: 150 },
    );
  });
});

it('keeps the sign of a zero, and tells what is no number from nothing', () => {
  const values = [0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, null];
  expect(csvRows([{ name: 'x', type: 'number', values }])).toBe(['0', '-0', 'NaN', 'inf', '-inf', '', ''].join('\r\n'));
});

it('has a row for each run and for each number, NaN and the infinities told from nothing', async () => {
  await inFolder(async (folder) => {
    writeRuns(folder);
    const seen: number[] = [];
    const { runs, places } = await toCsv(folder, join(folder, 'out'), never, (done) => seen.push(done));
    expect([runs, places.length, seen]).toEqual([4, 2, [1, 2, 3, 4]]);
    const columns = "{'run':'varchar','folder':'varchar','step':'int','series':'varchar','place':'int','label':'varchar','value':'double'}";
    const metrics = await readBack(join(folder, 'out/metrics.csv'), columns);
    expect(metrics).toEqual(['ccc', 'judge-aaa', 'select-bbb'].flatMap((id) => oddRows.map((row) => [id, `runs/${id}`, ...row])));
    const found = (
      await database.runAndReadAll(
        `select id, stage, placement, state, eval_loss, steps, reason, reason_step, seed from '${folder}/out/runs.csv'`,
      )
    ).getRowsJS();
    expect(found).toEqual([
      ['ccc', null, 'pre', 'failed', null, null, `'=cmd|' /C calc'!A0, "quoted"\nand more`, null, 3n],
      ['ddd', null, 'pre', 'interrupted', null, 0n, null, null, 4n],
      ['judge-aaa', 'judge', 'pre', 'finished', 1.25, 6n, null, null, 1n],
      ['select-bbb', 'select', 'post', 'diverged', null, null, 'loss-not-finite', 1n, 2n],
    ]);
    const text = readFileSync(join(folder, 'out/metrics.csv'), 'latin1');
    expect(text).toContain('judge-aaa,runs/judge-aaa,0,max-abs,2,layers.2,-inf\r\n');
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });
});

it.each(['csv', 'parquet'])('%s leaves nothing when it is stopped', async (format) => {
  await inFolder(async (folder) => {
    writeRuns(folder);
    const stop = new AbortController();
    const request = {
      runs: exportedRuns(folder),
      target: join(folder, 'out'),
      experiment: 'x',
      signal: stop.signal,
      progress: () => stop.abort(),
    };
    expect(await exporters.get(format).export(request)).toEqual({ places: [], runs: 0, before: 0 });
    expect(readdirSync(join(folder, 'out'))).toEqual([]);
  });
});
