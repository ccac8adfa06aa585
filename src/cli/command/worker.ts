import { UserError } from '../../core/errors.ts';
import { type Language, type MessageKey, type MessageValues, message } from '../../core/message/index.ts';
import { defaultJobs } from '../../study/engine-choice.node.ts';
import { jobEnding, jobText } from '../../study/queue/job-text.ts';
import { defaultQueue } from '../../study/queue/keys.ts';
import { eventLine } from '../../study/queue/wire.ts';
import { workQueue } from '../../study/queue/worker.node.ts';
import { readTask, runTask } from '../../study/slurm/task.node.ts';
import { declareQueue } from '../executor-flags.ts';
import { interruptedExitCode, onInterrupt } from '../interrupt.ts';
import { declareFlags, declareLanguage } from '../shared-flags.ts';
import type { CliCommand } from '../types.ts';

interface WorkerFlags {
  readonly redis?: string;
  readonly queue?: string;
  readonly jobs?: number;
  readonly task?: string;
}

export const command: CliCommand = {
  declare: (command, language) => {
    declareQueue(command, language);
    declareFlags(command, language, ['jobs'], { jobs: 'cli.flag.workerJobs' });
    command.option('--task <file>', message(language, 'cli.flag.workerTask'));
    declareLanguage(command, language);
  },
  run: async (_args, flags, { language }) => {
    const { redis, task, queue = defaultQueue, jobs = defaultJobs() } = flags as WorkerFlags;
    if (task !== undefined && redis !== undefined) throw new UserError('error.workerNeeds');
    const { signal, release } = onInterrupt(language);
    const say = sayer(language);
    try {
      if (task !== undefined) return await oneTask(task, say, signal);
      await workQueue({ redis, queue, jobs, say, signal });
    } finally {
      release();
    }
  },
};

type Say = (key: MessageKey, values?: MessageValues) => void;

const sayer =
  (language: Language): Say =>
  (key, values) =>
    console.log(message(language, key, values));

/** Two lines, and an exit code that Slurm shows. */
async function oneTask(file: string, say: Say, signal: AbortSignal): Promise<void> {
  const job = readTask(file);
  const told = { run: job.id, what: jobText(job) };
  const began = performance.now();
  let last = '';
  say('cli.worker.begun', told);
  const end = await runTask(
    file,
    (event) => {
      last = eventLine(event);
    },
    signal,
  );
  const [key, values] = jobEnding(last === '' ? [] : [last], end, false);
  say(key, { ...told, ...values, seconds: ((performance.now() - began) / 1000).toFixed(1) });
  if (end.type === 'interrupted') process.exitCode = interruptedExitCode;
  if (end.type === 'failed') process.exitCode = 1;
}
