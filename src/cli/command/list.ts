import { type Language, message } from '../../core/message/index.ts';
import { isFamily, type Listed, type ListedFamily, listedFamilies, listedFamily } from '../../explain/families.node.ts';
import { fitColumns } from '../../explain/wrap.ts';
import { writeJson } from '../outputs.ts';
import { declareLanguage } from '../shared-flags.ts';
import { table } from '../table.ts';
import { terminalWidth } from '../terminal.ts';
import type { CliCommand } from '../types.ts';

interface ListFlags {
  /** A file, or true for standard output. */
  readonly json?: string | true;
}

export const command: CliCommand = {
  declare: (command, language) => {
    command
      .argument('[family]', message(language, 'cli.argument.family', { choices: listedFamilies.map(({ id }) => id).join(', ') }))
      .option('--json [file]', message(language, 'cli.flag.printJson'));
    declareLanguage(command, language);
  },
  run: async ([family], flags, { language }) => {
    const { json } = flags as ListFlags;
    // In `list --json placements` the word behind --json is the family.
    const misread = family === undefined && typeof json === 'string' && isFamily(json);
    const asked = misread ? json : family;
    const target = misread || json === true ? '-' : json;
    const found = asked === undefined ? undefined : listedFamily(String(asked));
    const members = found && (await membersHere(found, language));
    const file = target === undefined ? undefined : writeJson(target, members ?? families(language));

    if (json !== undefined && file === undefined) return;
    const [head, ...rows] = fitColumns(found && members ? memberRows(found, members, language) : familyRows(language), terminalWidth()) as [
      string[],
      ...string[][],
    ];
    console.log(table(head, rows));
    if (file) console.log(message(language, 'cli.json', { file }));
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
