/** SQL over runs, by DuckDB: two tables in memory, and no way out of it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api';
import { FailureError, UserError } from '../../core/errors.ts';
import { metricsBytes, storedMetrics } from '../../store/metrics-file.node.ts';
import { metricColumns } from '../metrics-table.ts';
import { type Cell, type CellType, type Column, runsTable } from '../runs-table.ts';
import { exportedRuns } from '../source.node.ts';
import type { ExportedRun } from '../types.ts';
import { type Answer, plain } from './values.ts';

export interface QueryOptions {
  /** At least this many rows are read if there are so many; all when left out. */
  readonly rows?: number;
  readonly signal?: AbortSignal;
}

/**
 * Answers one statement about the runs below a folder. `runs` has a row for each run, `metrics` one for each number measured.
 *
 * @throws UserError when there are no runs or DuckDB does not understand; FailureError when it is not installed, or the runs cannot be
 * loaded; the signal's reason when it came before the statement.
 */
export async function query(folder: string, sql: string, { rows = Number.POSITIVE_INFINITY, signal }: QueryOptions = {}): Promise<Answer> {
  const { DuckDBInstance } = await duckdb();
  const runs = exportedRuns(folder);
  // Without a folder to spill into it says that memory is short, and leaves no files.
  const instance = await DuckDBInstance.create(':memory:', { temp_directory: '' });
  const connection = await instance.connect();
  const interrupt = () => connection.interrupt();
  signal?.addEventListener('abort', interrupt);
  try {
    await inWords(loadFailed, async () => {
      await fillRuns(connection, runsTable(runs));
      await fillMetrics(connection, asksForMetrics(sql) ? runs.map((run) => [resolve(folder, run.folder), run] as const) : []);
    });
    for (const lock of ['enable_external_access = false', 'lock_configuration = true']) await connection.run(`set ${lock}`);
    signal?.throwIfAborted();
    return await inWords(refused, () => answer(connection, sql, rows));
  } finally {
    signal?.removeEventListener('abort', interrupt);
    connection.closeSync();
    instance.closeSync();
  }
}

async function duckdb(): Promise<typeof import('@duckdb/node-api')> {
  try {
    return await import('@duckdb/node-api');
  } catch (error) {
    throw new FailureError('error.queryNoDuckdb', { detail: (error as NodeJS.ErrnoException).code ?? String(error) });
  }
}

/** Whether a statement may read the metrics, which take longer to load than runs. */
const asksForMetrics = (sql: string): boolean => /metrics/i.test(sql);

async function answer(connection: DuckDBConnection, sql: string, rows: number): Promise<Answer> {
  const count = sql.trim() === '' ? 0 : (await connection.extractStatements(sql)).count;
  if (count !== 1) throw new UserError('error.queryOne', { given: count });
  const reader = await connection.streamAndReadUntil(sql, rows);
  return {
    columns: reader.deduplicatedColumnNames(),
    rows: reader.getRowsJS().map((row) => row.map(plain)),
    more: !reader.done,
  };
}

/** DuckDB's errors as a sentence: its first words, without the picture of the place. */
async function inWords<T>(tell: (detail: string) => Error, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UserError) throw error;
    const [said = ''] = String((error as Error).message).split(/\n\s*\n/);
    const detail = said.replace('Failed to extract statements: ', '').replace(/\s+/g, ' ').trim();
    throw tell(/[.!?]$/.test(detail) ? detail : `${detail}.`);
  }
}

const refused = (detail: string): Error => new UserError('error.query', { detail });
const loadFailed = (detail: string): Error => new FailureError('error.queryLoad', { detail });

const sqlTypes: Readonly<Record<CellType, string>> = { text: 'varchar', integer: 'bigint', number: 'double', truth: 'boolean' };

const appends: Readonly<Record<CellType, (appender: DuckDBAppender, value: NonNullable<Cell>) => void>> = {
  text: (appender, value) => appender.appendVarchar(String(value)),
  integer: (appender, value) => appender.appendBigInt(BigInt(value)),
  number: (appender, value) => appender.appendDouble(Number(value)),
  truth: (appender, value) => appender.appendBoolean(Boolean(value)),
};

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
/** A path as it stands: `*`, `?` and `[` would be patterns. */
const pathLiteral = (path: string): string => `'${path.replace(/[[*?]/g, '[$&]').replaceAll("'", "''")}'`;

async function fillRuns(connection: DuckDBConnection, columns: readonly Column[]): Promise<void> {
  await connection.run(`create table runs (${columns.map(({ name, type }) => `${quoted(name)} ${sqlTypes[type]}`).join(', ')})`);
  const appender = await connection.createAppender('runs');
  for (let row = 0; row < (columns[0]?.values.length ?? 0); row++) {
    for (const { type, values } of columns) {
      const value = values[row] ?? null;
      if (value === null) appender.appendNull();
      else appends[type](appender, value);
    }
    appender.endRow();
  }
  appender.closeSync();
}

/** Reads metrics.parquet of every run; of runs that have none, one made for the while from their events. */
async function fillMetrics(connection: DuckDBConnection, runs: readonly (readonly [string, ExportedRun])[]): Promise<void> {
  const temporary = mkdtempSync(join(tmpdir(), 'normlab-query-'));
  try {
    const files = runs.map(
      ([folder, { fingerprint }], i) => storedMetrics(folder, fingerprint) ?? made(join(temporary, `${i}.parquet`), folder),
    );
    await connection.run('create table files (number bigint, run varchar, folder varchar)');
    const appender = await connection.createAppender('files');
    for (const [i, [, { id, folder }]] of runs.entries()) {
      appender.appendBigInt(BigInt(i));
      appender.appendVarchar(id);
      appender.appendVarchar(folder);
      appender.endRow();
    }
    appender.closeSync();
    await connection.run(metricsSql(files));
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function made(file: string, folder: string): string {
  writeFileSync(file, metricsBytes(folder));
  return file;
}

/** The columns of a run's file, for when there is no run to read. */
const nothing =
  'select 0 as file_index, 0 as step, null::varchar as series, null::int as place, null::varchar as label, null::double as value limit 0';

/** DuckDB numbers the files in the order of the list. */
function metricsSql(files: readonly string[]): string {
  const source = files.length === 0 ? `(${nothing})` : `read_parquet([${files.map(pathLiteral).join(', ')}])`;
  const of = (name: string) => (name === 'run' || name === 'folder' ? `files.${name}` : `source.${name}`);
  return `create table metrics as select ${metricColumns.map(of).join(', ')} from ${source} source join files on files.number = source.file_index; drop table files`;
}
