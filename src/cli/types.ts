import type { Command } from 'commander';
import type { Language } from '../core/message/index.ts';

export interface CliContext {
  readonly language: Language;
  readonly argv: readonly string[];
}

export interface CliCommand {
  /** Adds arguments and options. */
  declare(command: Command, language: Language): void;
  run(args: readonly unknown[], options: Readonly<Record<string, unknown>>, context: CliContext): Promise<void>;
}
