import { basename, resolve } from 'node:path';
import { type Language, message } from '../../core/message/index.ts';
import { exporters } from '../../export/index.node.ts';
import { exportedRuns } from '../../export/source.node.ts';
import { interruptedExitCode, onInterrupt } from '../interrupt.ts';
import { Progress } from '../progress.ts';
import { declareLanguage } from '../shared-flags.ts';
import type { CliCommand } from '../types.ts';

interface ExportFlags {
  readonly to: string;
  readonly out: string;
  readonly experiment?: string;
}

export const command: CliCommand = {
  declare: (command, language) => {
    command
      .argument('[folder]', message(language, 'cli.argument.runs'), 'normlab-out')
      .requiredOption('--to <format>', message(language, 'cli.flag.exportTo', { choices: exporters.ids }), (id) => exporters.get(id).id)
      .requiredOption('--out <target>', message(language, 'cli.flag.exportOut'))
      .option('--experiment <name>', message(language, 'cli.flag.experiment'));
    declareLanguage(command, language);
  },
  run: ([folder], flags, { language }) => run(String(folder), flags as unknown as ExportFlags, language),
};

async function run(folder: string, { to, out, experiment = basename(resolve(folder)) }: ExportFlags, language: Language): Promise<void> {
  const all = exportedRuns(folder);
  const progress = new Progress(language);
  const { signal, release } = onInterrupt(language);
  try {
    const { runs, before, places } = await exporters.get(to).export({
      runs: all,
      target: out,
      experiment,
      signal,
      progress: (done) => progress.show('cli.progress.export', done / all.length, { done, total: all.length }),
    });
    progress.done();
    if (signal.aborted) {
      console.log(message(language, 'cli.export.interrupted', { done: runs, total: all.length }));
      process.exitCode = interruptedExitCode;
      return;
    }
    console.log(message(language, 'cli.export.written', { n: runs, places: places }));
    if (before > 0) console.log(message(language, 'cli.export.before', { n: before }));
  } finally {
    progress.done();
    release();
  }
}
