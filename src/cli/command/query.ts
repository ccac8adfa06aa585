import { toJson } from '../../core/json.ts';
import { type Language, message } from '../../core/message/index.ts';
import { query } from '../../export/query/query.node.ts';
import { type Answer, records } from '../../export/query/values.ts';
import { interruptedExitCode, onInterrupt } from '../interrupt.ts';
import { declareJson, type JsonFlag, putJson } from '../json-flag.ts';
import { printable } from '../printable.ts';
import { declareLanguage } from '../shared-flags.ts';
import { table } from '../table.ts';
import type { CliCommand } from '../types.ts';

export const command: CliCommand = {
  declare: (command, language) => {
    command
      .argument('<sql>', message(language, 'cli.argument.sql'))
      .argument('[folder]', message(language, 'cli.argument.runs'), 'normlab-out');
    declareJson(command, language);
    declareLanguage(command, language);
  },
  run: ([sql, folder], flags, { language }) => run(String(sql), String(folder), flags as JsonFlag, language),
};

/** More rows than anybody reads in a terminal. */
const mostRows = 200;

async function run(sql: string, folder: string, { json }: JsonFlag, language: Language): Promise<void> {
  const { signal, release } = onInterrupt(language);
  try {
    const answer = await query(folder, sql, { signal, ...(json === undefined && { rows: mostRows }) });
    if (json === undefined) print(answer, language);
    else putJson(json, () => records(answer), language);
  } catch (error) {
    if (!signal.aborted) throw error;
    process.exitCode = interruptedExitCode;
  } finally {
    release();
  }
}

function print({ columns, rows, more }: Answer, language: Language): void {
  const shown = rows.slice(0, mostRows);
  console.log(
    table(
      columns.map(printable),
      shown.map((row) => row.map(cell)),
    ),
  );
  const cut = more || shown.length < rows.length;
  console.log(message(language, cut ? 'cli.query.more' : 'cli.query.count', { shown: shown.length, n: rows.length }));
}

function cell(value: unknown): string {
  if (value === null) return '–';
  return printable(typeof value === 'object' ? toJson(value) : String(value));
}
