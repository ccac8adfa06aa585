/** The default executor: a pool of worker processes on this machine. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { FailureError } from '../core/errors.ts';
import { type Executor, failedEnd, type Job, type JobEnd, type JobListener } from './executor.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

/** The worker process is gone, and with it what it had not written. */
interface Lost {
  readonly type: 'lost';
  /** Signal, exit code or error. */
  readonly how: string;
}

/** Times a job may take its worker process with it. */
const attempts = 3;

/** Compiled code only: a worker starts from a file that Node can run. */
const workerFile = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../dist/study/worker.node.js' : './worker.node.js', import.meta.url),
);

export class Pool implements Executor {
  private readonly idle: ChildProcess[] = [];
  private readonly all = new Set<ChildProcess>();

  constructor(private readonly size: number) {}

  async execute(jobs: readonly Job[], listener: JobListener, signal?: AbortSignal): Promise<void> {
    const waiting = [...jobs];
    const lane = async (): Promise<void> => {
      for (let job = waiting.shift(); job; job = waiting.shift()) {
        const current = job;
        listener.end(current, await this.untilEnded(current, listener, signal));
      }
    };
    await Promise.all(Array.from({ length: Math.min(this.size, jobs.length) }, lane));
  }

  async close(): Promise<void> {
    for (const child of this.all) child.kill('SIGKILL');
  }

  /** A job whose worker was killed is tried again, where it can be told from a job that kills its workers. */
  private async untilEnded(job: Job, listener: JobListener, signal?: AbortSignal): Promise<JobEnd> {
    for (let attempt = 1; ; attempt++) {
      if (signal?.aborted) return { type: 'interrupted' };
      const end = await this.runOne(job, listener, signal);
      if (end.type !== 'lost') return end;
      if (attempt === attempts) return failedEnd(new FailureError('error.workerEnded', { how: end.how }));
    }
  }

  private runOne(job: Job, listener: JobListener, signal?: AbortSignal): Promise<JobEnd | Lost> {
    const child = this.idle.pop() ?? this.start();
    return new Promise((resolve) => {
      const stop = () => post(child, { type: 'stop' });
      const settle = (end: JobEnd | Lost, reusable: boolean) => {
        child.off('message', onMessage).off('exit', onExit).off('error', onError);
        signal?.removeEventListener('abort', stop);
        if (reusable) this.idle.push(child);
        resolve(end);
      };
      const onMessage = (message: FromWorker) => {
        if (message.type === 'events') for (const event of message.events) listener.event(job, event);
        if (message.type === 'end') settle(message.end, true);
      };
      const onExit = (code: number | null, killed: string | null) => settle({ type: 'lost', how: killed ?? `exit code ${code}` }, false);
      // It could not be started, or was gone before it could be told: Ctrl-C also ends one that is just starting.
      const onError = (error: Error) => settle({ type: 'lost', how: error.message }, false);
      child.on('message', onMessage).on('exit', onExit).on('error', onError);
      signal?.addEventListener('abort', stop, { once: true });
      post(child, { type: 'job', job });
    });
  }

  private start(): ChildProcess {
    // Structured clone carries NaN and infinities, which JSON would lose. The worker's own chatter is not for the terminal.
    const child = fork(workerFile, { serialization: 'advanced', stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] });
    child.stderr?.resume();
    // Whoever gave it work hears of it; afterwards it is nobody's business.
    child.on('error', () => undefined);
    child.once('exit', () => {
      this.all.delete(child);
      const at = this.idle.indexOf(child);
      if (at >= 0) this.idle.splice(at, 1);
    });
    this.all.add(child);
    return child;
  }
}

function post(child: ChildProcess, message: ToWorker): void {
  if (child.connected) child.send(message);
}
