import { resolve } from 'node:path';
import { UserError } from '../../core/errors.ts';
import { shortHash } from '../../core/hash.ts';
import { canonicalJson } from '../../core/json.ts';
import { type Language, list, type MessageKey, message } from '../../core/message/index.ts';
import { wrap } from '../../explain/wrap.ts';
import { differingFields, listRuns, type RunRow, runRow } from '../../store/list-runs.node.ts';
import { declareJson, type JsonFlag, putJson } from '../json-flag.ts';
import { printable } from '../printable.ts';
import { declareLanguage } from '../shared-flags.ts';
import { columnsThatFit, fixed, table, tableFits } from '../table.ts';
import { tableWidth } from '../terminal.ts';
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

/** What people look for first, by path; everything else only where runs differ in it. */
const firstFields = {
  'model.placement.id': 'cli.runs.placement',
  'model.normalizer.id': 'cli.runs.normalizer',
  'optimizer.lr': 'cli.table.lr',
  'schedule.warmupSteps': 'cli.table.warmup',
  'task.id': 'cli.runs.task',
  seed: 'cli.verify.seed',
} as const satisfies Readonly<Record<string, MessageKey>>;

/** Wider and longer tables help nobody: the rest is in the JSON. */
const mostFurther = 7;
const mostRows = 200;

/** A field of a run as a word; rules of your own by their name, else by their hash. */
function fieldText(fields: RunRow['fields'], path: string): string {
  const rules = path === 'model.placement.id' ? fields['model.placement.rules'] : undefined;
  const name = rules === undefined ? undefined : (fields['model.placement.name'] ?? shortHash(canonicalJson(rules)).slice(0, 6));
  return printable(name === undefined ? String(fields[path] ?? '–') : `${fields[path]} (${name})`);
}

function runsTable(rows: readonly RunRow[], language: Language): string {
  const named = (path: string): boolean => path in firstFields || /^model\.placement\.(rules|name)/.test(path);
  const further = differingFields(rows)
    .filter((path) => !named(path))
    .slice(0, mostFurther);
  const columns: Column[] = [
    ['cli.runs.folder', ({ folder }) => printable(folder)],
    ...Object.entries(firstFields).map(([path, key]): Column => [key, ({ fields }) => fieldText(fields, path)]),
    ['cli.runs.state', ({ state }) => message(language, `state.${state}` as MessageKey)],
    ['cli.runs.loss', ({ evalLoss }) => (typeof evalLoss === 'number' ? fixed(evalLoss) : (evalLoss ?? '–'))],
  ];
  const cells = (shown: readonly Column[]) => rows.slice(0, mostRows).map((row) => shown.map(([, cell]) => cell(row)));
  const heads = (shown: readonly Column[]) => shown.map(([key]) => message(language, key));
  const alike = columns.filter(([, cell]) => rows.length > 1 && new Set(rows.map(cell)).size === 1);
  const narrow = !tableFits(heads(columns), cells(columns));
  const shown = narrow ? columns.filter((column) => !alike.includes(column)) : columns;
  const head = [...heads(shown), ...further.map((path) => path.replace(/^model\.|\.id$/g, ''))];
  const body = cells(shown).map((row, at) => [...row, ...further.map((path) => fieldText((rows[at] as RunRow).fields, path))]);
  const fitting = columnsThatFit(head, body, shown.length);
  const drawn = table(
    head.slice(0, fitting),
    body.map((row) => row.slice(0, fitting)),
  );
  if (!narrow || alike.length === 0) return drawn;
  const same = alike.map(([key, cell]) => `${message(language, key)} ${cell(rows[0] as RunRow)}`);
  return [drawn, ...wrap(message(language, 'cli.runs.alike', { fields: list(same, language) }), tableWidth())].join('\n');
}

type Column = readonly [head: MessageKey, cell: (row: RunRow) => string];
