import { resolve } from 'node:path';
import { FailureError } from '../../core/errors.ts';
import { type Language, message } from '../../core/message/index.ts';
import { type VerifyResult, verify } from '../../study/verify.node.ts';
import { flagReaders } from '../flags.ts';
import { interruptedExitCode, onInterrupt } from '../interrupt.ts';
import { declareJson, type JsonFlag, putJson } from '../json-flag.ts';
import { Progress } from '../progress.ts';
import { declareFlags, declareLanguage } from '../shared-flags.ts';
import { table } from '../table.ts';
import type { CliCommand } from '../types.ts';

interface VerifyFlags extends JsonFlag {
  readonly sample?: number;
  readonly jobs?: number;
}

export const command: CliCommand = {
  declare: (command, language) => {
    const read = flagReaders(language);
    command
      .argument('<path>', message(language, 'cli.argument.verify'))
      .option('--sample <n>', message(language, 'cli.flag.sample'), read.count('--sample'));
    declareFlags(command, language, ['jobs']);
    declareJson(command, language);
    declareLanguage(command, language);
  },
  run: ([path], flags, { language }) => run(resolve(String(path)), flags as VerifyFlags, language),
};

async function run(path: string, { sample, jobs, json }: VerifyFlags, language: Language): Promise<void> {
  const progress = new Progress(language);
  const { signal, release } = onInterrupt(language);
  try {
    const onProgress = (done: number, total: number) => progress.show('cli.progress.verify', Math.min(1, done / total), { done, total });
    const result = await verify(path, { sample, jobs, signal, onProgress });
    progress.done();
    if (putJson(json, () => result, language)) print(result, language);
    if (signal.aborted) process.exitCode = interruptedExitCode;
    const differ = result.runs.filter(({ agrees }) => !agrees).length;
    if (differ > 0) throw new FailureError('error.verifyDiffers', { n: differ, of: result.runs.length });
  } finally {
    progress.done();
    release();
  }
}

function print({ exact, engine, runs }: VerifyResult, language: Language): void {
  const say = (key: Parameters<typeof message>[1], values = {}) => message(language, key, values);
  const shown = (loss: number | null) => (loss === null ? '–' : String(loss));
  const head = ['cli.table.arm', 'cli.verify.seed', 'cli.verify.then', 'cli.verify.now', 'cli.verify.agrees'] as const;
  console.log(
    table(
      head.map((key) => say(key)),
      runs.map(({ before, after, agrees }) => [
        before.arm,
        String(before.seed),
        `${say(`state.${before.status}`)} ${shown(before.evalLoss)}`,
        `${say(`state.${after.status}`)} ${shown(after.evalLoss)}`,
        say(agrees ? 'cli.verify.yes' : 'cli.verify.no'),
      ]),
    ),
  );
  const names = { before: engineText(engine.before), after: engineText(engine.after) };
  console.log(say(exact ? 'cli.verify.exact' : 'cli.verify.loose', names));
}

const engineText = ({ id, version, threads, device }: VerifyResult['engine']['before']): string =>
  `${id} ${version} (${device}, ${threads})`;
