#!/usr/bin/env node
/** The command line: finds the language, loads one command, turns errors into sentences and exit codes. */
import { Command, CommanderError } from 'commander';
import { UserError, unknownWord } from '../core/errors.ts';
import { type Language, message } from '../core/message/index.ts';
import { wrap } from '../explain/wrap.ts';
import { version } from '../study/version.node.ts';
import { fail } from './fail.ts';
import { languageOf } from './language.ts';
import type { CliCommand } from './types.ts';
import { speakZod } from './zod-language.ts';

/** One file and one line a command; loaded when it is called, or when its help is printed. */
const commands: Readonly<Record<string, () => Promise<{ readonly command: CliCommand }>>> = {
  compare: () => import('./command/compare.ts'),
  lab: () => import('./command/lab.ts'),
  serve: () => import('./command/serve.ts'),
  study: () => import('./command/study.ts'),
  frontier: () => import('./command/frontier.ts'),
  report: () => import('./command/report.ts'),
  claims: () => import('./command/claims.ts'),
  note: () => import('./command/note.ts'),
  verify: () => import('./command/verify.ts'),
  signal: () => import('./command/signal.ts'),
  train: () => import('./command/train.ts'),
  probe: () => import('./command/probe.ts'),
  worker: () => import('./command/worker.ts'),
  runs: () => import('./command/runs.ts'),
  query: () => import('./command/query.ts'),
  export: () => import('./command/export.ts'),
  conformance: () => import('./command/conformance.ts'),
  inspect: () => import('./command/inspect.ts'),
  schema: () => import('./command/schema.ts'),
  list: () => import('./command/list.ts'),
  explain: () => import('./command/explain.ts'),
};

async function main(argv: readonly string[]): Promise<void> {
  const language = languageOf(argv);
  const program = new Command('normlab')
    .description(message(language, 'cli.about'))
    .version(version, '-v, --version', message(language, 'cli.flag.version'))
    .helpOption('-h, --help', message(language, 'cli.flag.help'))
    .helpCommand(false);
  settle(program, language);
  for (const name of Object.keys(commands)) await register(program, name, language, argv);
  if (argv.length === 0) program.outputHelp();
  else await program.parseAsync([...argv], { from: 'user' });
}

async function register(program: Command, name: string, language: Language, argv: readonly string[]): Promise<void> {
  const about = message(language, `cli.${name}.about` as 'cli.compare.about');
  const sub = program.command(name).description(about).helpOption('-h, --help', message(language, 'cli.flag.help'));
  settle(sub, language);
  if (argv[0] !== name) return;
  await speakZod(language);
  const { command } = await (commands[name] as () => Promise<{ command: CliCommand }>)();
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
      boxWrap: (text, width) => wrap(text, width).join('\n'),
    })
    .showSuggestionAfterError(true);

function readable(error: unknown, argv: readonly string[]): unknown {
  if (!(error instanceof CommanderError) || error.exitCode === 0) return error;
  if (error.code === 'commander.unknownCommand')
    return new UserError('error.unknownCommand', unknownWord(argv[0] ?? '', Object.keys(commands)));
  const known = (argv[0] ?? '') in commands ? (argv[0] as string) : '';
  return new UserError('error.unknownFlag', { detail: error.message.replace(/^error: /, '').replace(/\n/g, ' '), command: known });
}

/** Whoever reads may stop early, as head does: then there is nobody left to write for. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

const argv = process.argv.slice(2);
main(argv).catch((error: unknown) => {
  process.exitCode = fail(readable(error, argv), languageOf(argv));
});
