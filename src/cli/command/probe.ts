import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../../core/errors.ts';
import { type Language, message } from '../../core/message/index.ts';
import { engines } from '../../engine/index.node.ts';
import type { EngineDescription } from '../../engine/types.ts';
import { ask, type ProbeResult } from '../../probe/ask.ts';
import { probes } from '../../probe/index.ts';
import { storedModel } from '../../probe/stored.node.ts';
import { initialSubject, type SubjectOptions, trainedSubject } from '../../probe/subject.ts';
import type { ProbeSeries, Subject } from '../../probe/types.ts';
import { runId } from '../../spec/identity.ts';
import { parseRun } from '../../spec/parse.ts';
import type { Run } from '../../spec/run.ts';
import type { RunInput } from '../../spec/schema.ts';
import { readSpecFile } from '../../spec/spec-file.node.ts';
import { chooseEngine } from '../../study/engine-choice.node.ts';
import { taskOf } from '../../study/task-of.node.ts';
import { nodeWorkshop } from '../../study/workshop.node.ts';
import { tasks } from '../../task/index.ts';
import { noteEngine } from '../engine-note.ts';
import { flagReaders } from '../flags.ts';
import { interruptedExitCode, onInterrupt } from '../interrupt.ts';
import { declareJson, type JsonFlag, putJson } from '../json-flag.ts';
import { Progress } from '../progress.ts';
import { declareFlags, declareLanguage } from '../shared-flags.ts';
import { table } from '../table.ts';
import type { CliCommand } from '../types.ts';

interface ProbeFlags extends JsonFlag {
  readonly what?: readonly string[];
  readonly batches?: number;
  readonly engine?: string;
}

/** What is asked by default, of models that can be asked it. */
const usual = ['block-skip', 'block-merge', 'effective-depth', 'angular-distance'];
const usualBatches = 8;

export const command: CliCommand = {
  declare: (command, language) => {
    const read = flagReaders(language);
    command
      .argument('<path>', message(language, 'cli.argument.probe'))
      .option('--what <list>', message(language, 'cli.flag.what', { choices: probes.ids }), (given) =>
        read
          .ids()(given)
          .map((id) => probes.get(id).id),
      )
      .option('--batches <n>', message(language, 'cli.flag.probeBatches'), read.count('--batches'));
    declareFlags(command, language, ['engine'], { engine: 'cli.flag.probeEngine' });
    declareJson(command, language);
    declareLanguage(command, language);
  },
  run: ([path], flags, { language }) => run(resolve(String(path)), flags as ProbeFlags, language),
};

/** A model to ask: how to make a subject of it, and what is said about it. */
interface Target {
  readonly run: Run;
  /** Steps done; null at initialisation. */
  readonly steps: number | null;
  subject(options: Omit<SubjectOptions, 'run' | 'task'>): Subject | Promise<Subject>;
}

async function run(path: string, { what, batches = usualBatches, engine: asked, json }: ProbeFlags, language: Language): Promise<void> {
  if (what?.length === 0) throw new UserError('error.probeNothing', { choices: probes.ids });
  const target = isFolder(path) ? trainedTarget(path) : await initialTarget(path);
  const id = asked ?? target.run.engine.id;
  noteEngine(id, language);
  const engine = await engines.get(id).open(target.run.engine);
  const progress = new Progress(language);
  const { signal, release } = onInterrupt(language);
  try {
    const subject = await target.subject({ engine, batches, signal });
    const ids = what ?? usual.filter((id) => probes.get(id).refusal?.(subject) === undefined);
    const results = await ask(subject, ids, (done) => progress.show('cli.progress.probe', done / ids.length, { done, total: ids.length }));
    progress.done();
    if (putJson(json, () => toJson(target, engine.description, batches, results), language))
      print(target, engine.description, batches, results, language);
    if (signal.aborted) {
      console.error(message(language, 'cli.probe.interrupted', { done: results.length, total: ids.length }));
      process.exitCode = interruptedExitCode;
    }
  } finally {
    progress.done();
    release();
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw new UserError('error.probeTarget', { path, reason: (error as NodeJS.ErrnoException).code ?? 'unknown' });
  }
}

function trainedTarget(folder: string): Target {
  const stored = storedModel(folder);
  const { run, steps } = stored;
  const task = tasks.get(run.task.id).create(run.task, run.model.seqLen, nodeWorkshop.files(run));
  return { run, steps, subject: (options) => trainedSubject({ run, task, ...options }, stored) };
}

async function initialTarget(file: string): Promise<Target> {
  const spec = readSpecFile(file) as RunInput;
  parseRun(spec);
  const { task: config, files } = taskOf(spec.task);
  const parsed = parseRun({ ...spec, task: config });
  const run = { ...parsed, engine: await chooseEngine(spec.engine === undefined ? undefined : parsed.engine.id, parsed.engine.threads) };
  const task = tasks.get(run.task.id).create(run.task, run.model.seqLen, files);
  return { run, steps: null, subject: (options) => initialSubject({ run, task, ...options }) };
}

const toJson = ({ run, steps }: Target, engine: EngineDescription, batches: number, results: readonly ProbeResult[]) => ({
  run: { id: runId(run), ...run },
  steps,
  batches,
  engine,
  probes: results,
});

function print(
  { run, steps }: Target,
  engine: EngineDescription,
  batches: number,
  results: readonly ProbeResult[],
  language: Language,
): void {
  const values = { placement: run.model.placement.id, steps: steps ?? 0, batches, batchSize: run.batchSize, engine: engine.id };
  console.log(message(language, steps === null ? 'cli.probe.initial' : 'cli.probe.trained', values));
  for (const { id, series } of results) {
    const { title, definition } = probes.get(id);
    const name = message(language, 'explain.bracketed', { name: title[language], more: id });
    console.log(`\n${message(language, 'explain.named', { name, text: definition[language] })}`);
    for (const alike of grouped(series)) {
      const labels = alike[0]?.labels ?? [];
      const head = [message(language, 'cli.probe.place'), ...alike.map((one) => one.id.replace(`${id}/`, ''))];
      const rows = labels.map((label, i) => [label, ...alike.map(({ values }) => shown(values[i] as number))]);
      console.log(table(head, rows));
    }
  }
}

const shown = (value: number): string => (Number.isInteger(value) ? String(value) : value.toPrecision(4));

/** Series with the same labels stand in one table. */
const grouped = (series: readonly ProbeSeries[]): ProbeSeries[][] =>
  [...new Set(series.map(({ labels }) => labels.join()))].map((key) => series.filter(({ labels }) => labels.join() === key));
