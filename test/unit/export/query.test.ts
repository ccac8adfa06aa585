/** SQL over runs: what is asked comes back, and nothing else can be done. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { query } from '../../../src/export/query/query.node.ts';
import { records } from '../../../src/export/query/values.ts';
import { inFolder, oddEvents, oddRows, writeRun, writeRuns } from './runs.ts';

afterEach(() => vi.unstubAllEnvs());

const ask = (sql: string) =>
  inFolder(async (folder) => {
    writeRuns(folder);
    return (await query(folder, sql)).rows;
  });

describe('an answer', () => {
  it('has a row for each run', async () => {
    expect(
      await ask('select id, folder, stage, placement, state, eval_loss, steps, reason, reason_step, seed from runs order by id'),
    ).toEqual([
      ['ccc', 'runs/ccc', null, 'pre', 'failed', null, null, `=cmd|' /C calc'!A0, "quoted"\nand more`, null, 3],
      ['ddd', 'runs/ddd', null, 'pre', 'interrupted', null, 0, null, null, 4],
      ['judge-aaa', 'runs/judge-aaa', 'judge', 'pre', 'finished', 1.25, 6, null, null, 1],
      ['select-bbb', 'runs/select-bbb', 'select', 'post', 'diverged', null, null, 'loss-not-finite', 1, 2],
    ]);
  });

  it('has every number, of runs with and without metrics.parquet', async () => {
    await inFolder(async (folder) => {
      writeRuns(folder);
      expect([existsSync(join(folder, 'runs/judge-aaa/metrics.parquet')), existsSync(join(folder, 'runs/ccc/metrics.parquet'))]).toEqual([
        true,
        false,
      ]);
      const { rows } = await query(folder, 'select run, folder, step, series, place, label, value from metrics');
      const sorted = (all: readonly (readonly unknown[])[]) => all.map((row) => row.map(String).join(' ')).sort();
      expect(sorted(rows)).toEqual(
        sorted(['ccc', 'judge-aaa', 'select-bbb'].flatMap((id) => oddRows.map((row) => [id, `runs/${id}`, ...row]))),
      );
      // Made for the while: the folder is as it was.
      expect(existsSync(join(folder, 'runs/ccc/metrics.parquet'))).toBe(false);
      rmSync(join(folder, 'runs/judge-aaa/events.jsonl'));
      const { rows: read } = await query(folder, "select count(*) from metrics where run = 'judge-aaa'");
      expect(read).toEqual([[oddRows.length]]);
    });
  });

  it('tells runs apart whose folders are patterns', async () => {
    await inFolder(async (folder) => {
      for (const [i, name] of ['a*', 'ab', "it's", 'x[1]', 'x1', 'é 文'].entries()) {
        const steps = Array.from({ length: i + 1 }, (_, step) => ({ type: 'evaluated', step, loss: i }) as const);
        writeRun(join(folder, name), `run${i}`, [...steps, { type: 'finished', steps: 6, evalLoss: i }]);
      }
      const { rows } = await query(folder, 'select run, any_value(folder), count(*), sum(value) from metrics group by run order by run');
      expect(rows).toEqual(['a*', 'ab', "it's", 'x[1]', 'x1', 'é 文'].map((name, i) => [`run${i}`, name, i + 1, i * (i + 1)]));
    });
  });

  it('keeps numbers that JSON cannot hold, and texts of those that a number cannot', async () => {
    const sql = `select count(*) n, sum(seed) total, 'nan'::double nan, '-inf'::double low, 9007199254740993 big, 1.5 half, date '2026-01-02' born, [1::bigint, null] list, {'a': 2::bigint} as struct, '\\xFF'::blob bytes from runs`;
    await inFolder(async (folder) => {
      writeRuns(folder);
      expect(records(await query(folder, sql))).toEqual([
        {
          n: 4,
          total: 10,
          nan: Number.NaN,
          low: Number.NEGATIVE_INFINITY,
          big: '9007199254740993',
          half: 1.5,
          born: '2026-01-02T00:00:00.000Z',
          list: [1, null],
          struct: { a: 2 },
          bytes: 'ff',
        },
      ]);
    });
  });

  it('reads no more rows than asked for, and says so', async () => {
    await inFolder(async (folder) => {
      writeRun(folder, 'one', oddEvents);
      const few = await query(folder, 'select * from range(100000)', { rows: 10 });
      expect([few.more, few.rows.length < 100_000, few.rows.length >= 10]).toEqual([true, true, true]);
      expect((await query(folder, 'select * from range(5)', { rows: 10 })).more).toBe(false);
      expect((await query(folder, 'select * from range(100000)')).rows.length).toBe(100_000);
    });
  });

  it('stops when it is told to', async () => {
    await inFolder(async (folder) => {
      writeRun(folder, 'one', oddEvents);
      const stop = new AbortController();
      setTimeout(() => stop.abort(), 300);
      const slow = query(folder, 'select sum(a.range * b.range) from range(10000000) a, range(100000) b', { signal: stop.signal });
      await expect(slow).rejects.toThrow(/Interrupt/i);
    });
  });
});

describe('runs', () => {
  it('that cannot be loaded are a failure, and no mistake of the statement', async () => {
    await inFolder(async (folder) => {
      writeRuns(folder);
      vi.stubEnv('TMPDIR', join(folder, 'nowhere'));
      const failed = await query(folder, 'select * from metrics').catch((error: Error) => error);
      expect(failed).toMatchObject({ name: 'FailureError', exitCode: 1, message: expect.stringMatching(/could not be loaded.*ENOENT/) });
    });
  });

  it('are not asked once Ctrl-C came while they were loaded', async () => {
    await inFolder(async (folder) => {
      writeRuns(folder);
      const stopped = query(folder, 'select 1', { signal: AbortSignal.abort(new Error('stopped')) });
      await expect(stopped).rejects.toThrow('stopped');
    });
  });
});

describe('a statement', () => {
  it.each([
    ['selec 1', /DuckDB cannot answer this: Parser Error: syntax error at or near "selec"\. The tables are runs and metrics/],
    ['select nothing from runs', /Binder Error: .*"nothing" not found/],
    ['select * from runz', /Did you mean "runs"\?/],
    ['select 1; select 2', /one statement; 2 were given/],
    ['', /one statement; 0 were given/],
    ["select * from read_text('/etc/hostname')", /Permission Error/],
    ["select * from '/etc/hostname'", /(Permission|Catalog) Error/],
    ["copy runs to '/tmp/normlab-never.csv'", /Permission Error/],
    ["attach '/tmp/normlab-never.db'", /Permission Error/],
    ['set enable_external_access = true', /locked/],
    ['set threads = 1', /locked/],
    ['install httpfs', /Permission Error/],
  ])('%s is refused in a sentence', async (sql, sentence) => {
    const refused = await ask(sql).catch((error: Error) => error);
    expect(refused).toMatchObject({ name: 'UserError', exitCode: 2, message: expect.stringMatching(sentence) });
    expect((refused as Error).message).not.toContain('\n');
  });

  it('cannot change what is asked about', async () => {
    await inFolder(async (folder) => {
      writeRuns(folder);
      const before = readFileSync(join(folder, 'runs/judge-aaa/run.json'), 'utf8');
      await query(folder, 'drop table metrics');
      expect(readFileSync(join(folder, 'runs/judge-aaa/run.json'), 'utf8')).toBe(before);
      expect((await query(folder, 'select count(*) from metrics')).rows).toEqual([[3 * oddRows.length]]);
    });
  });

  it('needs runs', () => inFolder((folder) => expect(query(folder, 'select 1')).rejects.toThrow(/There are no runs below/)));
});
