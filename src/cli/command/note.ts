import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Option } from 'commander';
import type { Evidence } from '../../claim/evidence.ts';
import { committedFolder, evidenceIn } from '../../claim/folder.node.ts';
import { claims } from '../../claim/index.ts';
import { evidenceFolder } from '../../claim/run.node.ts';
import { UserError } from '../../core/errors.ts';
import { type Language, message } from '../../core/message/index.ts';
import { beside, embedded } from '../../note/figure-link.ts';
import { recognise } from '../../note/front-matter.ts';
import { noteText } from '../../note/note.ts';
import { writeWhole } from '../../store/files.node.ts';
import { oneOf } from '../flags.ts';
import { declareLanguage } from '../shared-flags.ts';
import type { CliCommand } from '../types.ts';

const figurePlaces = ['embedded', 'files'] as const;

interface NoteFlags {
  readonly figures: (typeof figurePlaces)[number];
  readonly claims?: string;
  readonly force?: boolean;
}

export const command: CliCommand = {
  declare: (command, language) => {
    command
      .argument('<file>', message(language, 'cli.argument.note'))
      .addOption(
        new Option('--figures <place>', message(language, 'cli.flag.noteFigures'))
          .default('embedded')
          .argParser(oneOf('--figures', figurePlaces)),
      )
      .option('--claims <folder>', message(language, 'cli.flag.noteClaims'))
      .option('--force', message(language, 'cli.flag.noteForce'));
    declareLanguage(command, language);
  },
  run: async ([file], flags, { language }) => run(String(file), flags as unknown as NoteFlags, language),
};

function run(target: string, { figures, claims: folder, force = false }: NoteFlags, language: Language): void {
  const evidence = evidenceFrom(folder);
  if (target === '-') {
    if (figures === 'files') throw new UserError('error.noteBeside');
    process.stdout.write(noteText(evidence, language, embedded));
    return;
  }
  const file = resolve(target);
  refuseForeign(file, force);
  if (figures === 'files') writeBeside(file, evidence, language);
  else writeWhole(file, noteText(evidence, language, embedded));
  console.log(message(language, 'cli.note.written', { file, measured: evidence.size, total: claims.ids.length }));
}

/** What was measured here stands above what came with the package. @throws UserError when a folder that was named holds none. */
function evidenceFrom(folder: string | undefined): Map<string, Evidence> {
  const own = evidenceIn(evidenceFolder(resolve(folder ?? join('normlab-out', 'claims'))));
  if (folder !== undefined && own.size === 0) throw new UserError('error.noteClaims', { folder });
  return new Map([...evidenceIn(committedFolder), ...own]);
}

/** Nothing is lost that somebody else wrote. @throws UserError when the file is not a note, or one that was edited. */
function refuseForeign(file: string, force: boolean): void {
  if (!existsSync(file)) return;
  const found = statSync(file);
  if (!found.isFile()) throw new UserError('error.noteNoFile', { path: file, reason: found.isDirectory() ? 'EISDIR' : 'irregular' });
  if (force || found.size === 0) return;
  const is = recognise(textOf(file));
  if (is !== 'note') throw new UserError(is === 'edited' ? 'error.noteEdited' : 'error.noteOther', { file });
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError('error.noteNoFile', { path, reason: (error as NodeJS.ErrnoException).code ?? String(error) });
  }
}

/** The figures first, so that no note names one that is not there. */
function writeBeside(file: string, evidence: ReadonlyMap<string, Evidence>, language: Language): void {
  const name = `${basename(file).replace(/\.md$/i, '')}-figures`;
  const { links, files } = beside(name);
  const text = noteText(evidence, language, links);
  const folder = join(dirname(file), name);
  for (const [figure, svg] of files) writeWhole(join(folder, figure), svg);
  writeWhole(file, text);
  console.log(message(language, 'cli.note.figures', { n: files.size, folder }));
}
