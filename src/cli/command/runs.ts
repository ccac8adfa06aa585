import { resolve } from 'node:path';
import { UserError } from '../../core/errors.ts';
import { type Language, message } from '../../core/message/index.ts';
import { differingFields, listRuns, type RunRow, runRow } from '../../store/list-runs.node.ts';
import { declareJson, type JsonFlag, putJson } from '../json-flag.ts';
import { printable } from '../printable.ts';
import { declareLanguage } from '../shared-flags.ts';
import { fixed, table } from '../table.ts';
import type { CliCommand } from '../types.ts';

interface RunsFlags extends JsonFlag {
  readonly where?: readonly Condition[];
}

interface Condition {
  readonly path: string;
  readonly value: string;
}

export const command: CliCommand = {
  declare: (command, language) => {
    command
      .argument('[folder]', message(language, 'cli.argument.runs'), 'normlab-out')
      .option('--where <field=value...>', message(language, 'cli.flag.where'), condition, []);
    declareJson(command, language);
    declareLanguage(command, language);
  },
  run: async ([folder], flags, { language }) => run(String(folder), flags as RunsFlags, language),
};

/** Collects `--where`: a field by the end of its path, and its value. */
function condition(given: string, before: readonly Condition[]): Condition[] {
  const at = given.indexOf('=');
  if (at < 1) throw new UserError('error.where', { given });
  return [...before, { path: given.slice(0, at).trim(), value: given.slice(at + 1).trim() }];
}

function run(folder: string, { where = [], json }: RunsFlags, language: Language): void {
  const root = resolve(folder);
  const all = listRuns(root).map((found) => runRow(root, found));
  const rows = all.filter((row) => where.every((one) => matches(row, one)));
  if (!putJson(json, () => rows, language)) return;
  console.log(runsTable(rows, language));
  console.log(message(language, 'cli.runs.count', { shown: rows.length, total: all.length }));
  if (rows.length > mostRows) console.log(message(language, 'cli.runs.more', { n: mostRows }));
}

/** `state`, `id`, or a field whose path ends so: `lr`, `placement.id`, `model.nLayers`. */
function matches({ state, id, fields }: RunRow, { path, value }: Condition): boolean {
  const all: Readonly<Record<string, unknown>> = { state, id, ...fields };
  return Object.entries(all).some(([name, field]) => (name === path || name.endsWith(`.${path}`)) && String(field) === value);
}

/** Wider and longer tables help nobody: the rest is in the JSON. */
const mostColumns = 7;
const mostRows = 200;

function runsTable(rows: readonly RunRow[], language: Language): string {
  const differing = differingFields(rows).slice(0, mostColumns);
  const head = ['cli.runs.folder', 'cli.runs.state', 'cli.runs.loss'] as const;
  return table(
    [...head.map((key) => message(language, key)), ...differing.map((path) => path.replace(/^model\.|\.id$/g, ''))],
    rows
      .slice(0, mostRows)
      .map(({ folder, state, evalLoss, fields }) => [
        printable(folder),
        state,
        evalLoss === null ? '–' : typeof evalLoss === 'number' ? fixed(evalLoss) : evalLoss,
        ...differing.map((path) => printable(String(fields[path] ?? '–'))),
      ]),
  );
}
