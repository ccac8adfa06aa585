#!/usr/bin/env node
/** The command line: finds the language, loads one command, turns errors into sentences and exit codes. */
import { Command, CommanderError } from 'commander';
import { UserError, unknownWord } from '../core/errors.ts';
import { type Language, message } from '../core/message/index.ts';
import { wrap } from '../explain/wrap.ts';
import { version } from '../study/version.node.ts';
import { fail } from './fail.ts';
import { settleJson } from './json-flag.ts';
import { languageOf } from './language.ts';
import type { CliCommand } from './types.ts';
import { speakZod } from './zod-language.ts';

type Load = () => Promise<{ readonly command: CliCommand }>;

/** What people want to do, and the commands for it: one file and one line each, loaded when it is called, or when its help is printed. */
const groups = {
  compare: {
    compare: () => import('./command/compare.ts'),
    study: () => import('./command/study.ts'),
    frontier: () => import('./command/frontier.ts'),
    signal: () => import('./command/signal.ts'),
    train: () => import('./command/train.ts'),
    probe: () => import('./command/probe.ts'),
  },
  learn: {
    explain: () => import('./command/explain.ts'),
    list: () => import('./command/list.ts'),
    schema: () => import('./command/schema.ts'),
    claims: () => import('./command/claims.ts'),
    note: () => import('./command/note.ts'),
  },
  results: {
    report: () => import('./command/report.ts'),
    verify: () => import('./command/verify.ts'),
    runs: () => import('./command/runs.ts'),
    query: () => import('./command/query.ts'),
    export: () => import('./command/export.ts'),
  },
  browser: {
    lab: () => import('./command/lab.ts'),
    serve: () => import('./command/serve.ts'),
  },
  others: {
    inspect: () => import('./command/inspect.ts'),
    conformance: () => import('./command/conformance.ts'),
  },
  machines: {
    worker: () => import('./command/worker.ts'),
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Load>>>>;

const commandNames: readonly string[] = Object.values(groups).flatMap(Object.keys);

/** The command that is called, or whose help is asked for. */
const calledBy = ([first, second]: readonly string[]): string | undefined => (first === 'help' ? second : first);

async function main(argv: readonly string[]): Promise<void> {
  const language = languageOf(argv);
  const program = new Command('normlab')
    .description(message(language, 'cli.about'))
    .version(version, '-v, --version', message(language, 'cli.flag.version'))
    .helpOption('-h, --help', message(language, 'cli.flag.help'))
    .helpCommand('help [command]', message(language, 'cli.help.about'));
  settle(program, language);
  const called = calledBy(argv);
  if (argv[0] === 'help' && called !== undefined && !commandNames.includes(called)) throw unknownCommand(called);
  for (const [group, commands] of Object.entries(groups)) {
    program.commandsGroup(message(language, `cli.group.${group}` as 'cli.group.compare'));
    for (const [name, load] of Object.entries<Load>(commands))
      await register(program, name, name === called ? load : undefined, language, argv);
  }
  const sub = program.commands.find((sub) => sub.name() === called);
  if (argv.length === 0) program.outputHelp();
  else await program.parseAsync(sub ? settleJson(argv, sub) : argv, { from: 'user' });
}

async function register(
  program: Command,
  name: string,
  load: Load | undefined,
  language: Language,
  argv: readonly string[],
): Promise<void> {
  const about = message(language, `cli.${name}.about` as 'cli.compare.about');
  const sub = program.command(name).description(about).helpOption('-h, --help', message(language, 'cli.flag.help'));
  settle(sub, language);
  if (!load) return;
  await speakZod(language);
  const { command } = await load();
  command.declare(sub, language);
  sub.action((...args: unknown[]) => command.run(args, sub.opts(), { language, argv }));
}

/** Commander throws instead of exiting and keeps its own words to itself: `fail` says them. */
const settle = (command: Command, language: Language): Command =>
  command
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .configureHelp({
      styleTitle: (title) => message(language, 'cli.help.title', { title: title.replace(/:$/, '') }),
      optionDescription: ({ description }) => description,
      boxWrap: (text, width) => wrap(text, width).join('\n'),
    })
    .showSuggestionAfterError(true);

const unknownCommand = (name: string): UserError => new UserError('error.unknownCommand', unknownWord(name, commandNames));

function readable(error: unknown, argv: readonly string[]): unknown {
  if (!(error instanceof CommanderError) || error.exitCode === 0) return error;
  const [name = ''] = argv;
  if (error.code === 'commander.unknownCommand') return unknownCommand(name);
  const command = commandNames.includes(name) ? name : '';
  const code = error.code.replace('commander.', '');
  const { given, expected = '', near = '0' } = flagMistakes[code]?.exec(error.message)?.groups ?? {};
  if (given !== undefined) return new UserError('error.flagMistake', { code, given, expected, near, command });
  return new UserError('error.unknownFlag', { detail: error.message.replace(/^error: /, '').replace(/\n/g, ' '), command });
}

/** What commander's sentences hold, by its codes. */
const flagMistakes: Readonly<Record<string, RegExp>> = {
  unknownOption: /'(?<given>[^']*)'(?:\s*\(Did you mean (?:one of )?(?<near>.+?)\?\))?/,
  optionMissingArgument: /'(?<given>[^']*)'/,
  missingArgument: /'(?<given>[^']*)'/,
  missingMandatoryOptionValue: /'(?<given>[^']*)'/,
  excessArguments: /Expected (?<expected>\d+) arguments? but got (?<given>\d+)/,
};

/** Whoever reads may stop early, as head does: then there is nobody left to write for. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

const argv = process.argv.slice(2);
main(argv).catch((error: unknown) => {
  process.exitCode = fail(readable(error, argv), languageOf(argv));
});
