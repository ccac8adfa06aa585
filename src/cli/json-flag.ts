/** `--json [file]`: one meaning in every command. Standard output when the file is left out or `-`; then nothing else is written there. */
import { type Command, Option } from 'commander';
import { type Language, message } from '../core/message/index.ts';
import { writeJson } from './outputs.ts';

export interface JsonFlag {
  /** A file, or `-` for standard output. */
  readonly json?: string;
}

export function declareJson(command: Command, language: Language): void {
  command.addOption(new Option('--json [file]', message(language, 'cli.flag.json')).preset('-'));
}

/** Where a command takes arguments, only `-` or what ends in .json is the file: in `explain --json post` the id follows. */
export function settleJson(argv: readonly string[], { options, registeredArguments }: Command): readonly string[] {
  if (registeredArguments.length === 0 || !options.some(({ long }) => long === '--json')) return argv;
  return argv.map((word, i) => (word === '--json' && !/^-$|\.json$/i.test(argv[i + 1] ?? '') ? '--json=-' : word));
}

/** Writes the JSON, and says where. @returns whether people's text has its place on standard output. */
export function putJson(json: string | undefined, value: () => unknown, language: Language): boolean {
  if (json === undefined) return true;
  const file = writeJson(json, value());
  if (file !== undefined) console.log(message(language, 'cli.json', { file }));
  return file !== undefined;
}
