import { type Language, message } from '../../core/message/index.ts';
import { type Listed, type ListedFamily, listedFamilies, listedFamily } from '../../explain/families.node.ts';
import { declareJson, type JsonFlag, putJson } from '../json-flag.ts';
import { declareLanguage } from '../shared-flags.ts';
import { table } from '../table.ts';
import { terminalWidth } from '../terminal.ts';
import type { CliCommand } from '../types.ts';

export const command: CliCommand = {
  declare: (command, language) => {
    command.argument('[family]', message(language, 'cli.argument.family', { choices: listedFamilies.map(({ id }) => id) }));
    declareJson(command, language);
    declareLanguage(command, language);
  },
  run: async ([family], flags, { language }) => {
    const found = family === undefined ? undefined : listedFamily(String(family));
    const members = found && (await membersHere(found, language));
    if (!putJson((flags as JsonFlag).json, () => members ?? families(language), language)) return;
    const [head = [], ...rows] = found && members ? memberRows(found, members, language) : familyRows(language);
    console.log(table(head, rows, terminalWidth()));
  },
};

const families = (language: Language) =>
  listedFamilies.map(({ id, about, members }) => ({
    id,
    title: message(language, about),
    members: members(language).map((member) => member.id),
  }));

function familyRows(language: Language): string[][] {
  const head = [message(language, 'list.families'), message(language, 'list.title'), message(language, 'list.members')];
  return [head, ...listedFamilies.map(({ id, about, size }) => [id, message(language, about), String(size)])];
}

/** One after the other: each may start a runtime. */
async function membersHere({ members, here }: ListedFamily, language: Language): Promise<readonly Listed[]> {
  const all: Listed[] = [];
  for (const member of members(language)) {
    const line = await here?.(member.id, language);
    all.push(line === undefined ? member : { ...member, line, here: line });
  }
  return all;
}

/** Columns that no member fills are left out. */
function memberRows({ column: own, here }: ListedFamily, all: readonly Listed[], language: Language): string[][] {
  const column = here ? 'list.column.here' : own;
  const hasOptions = all.some(({ options }) => options.length > 0);
  const row = (id: string, title: string, line: string, options: string) => [
    id,
    title,
    ...(column ? [line] : []),
    ...(hasOptions ? [options] : []),
  ];
  const head = row(
    message(language, 'list.id'),
    message(language, 'list.title'),
    column ? message(language, column) : '',
    message(language, 'list.options'),
  );
  return [
    head,
    ...all.map(({ id, title, line, options }) =>
      row(id, title, line, options.map((option) => `${option.name}=${option.default}`).join(', ')),
    ),
  ];
}
