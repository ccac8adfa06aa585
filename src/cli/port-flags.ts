/** Flags of the commands that serve a page. */
import type { Command } from 'commander';
import { UserError } from '../core/errors.ts';
import { type Language, message } from '../core/message/index.ts';

export function declarePort(command: Command, language: Language, port: number): void {
  command
    .option('--port <n>', message(language, 'cli.flag.port', { port: String(port) }), readPort(language))
    .option('--no-open', message(language, 'cli.flag.noOpen'));
}

const mostPort = 65535;

/** A port, 0 for any. */
const readPort =
  (language: Language) =>
  (given: string): number => {
    if (/^\d{1,5}$/.test(given) && Number(given) <= mostPort) return Number(given);
    throw new UserError('error.flagNumber', {
      flag: '--port',
      given,
      expected: message(language, 'expected.integerBetween', { low: 0, high: mostPort }),
    });
  };
