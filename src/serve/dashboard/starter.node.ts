/** Studies started from the page: `normlab study` as processes of their own, which a closed page does not stop. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, constants, lstatSync, openSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../../core/errors.ts';
import { shortHash } from '../../core/hash.ts';
import type { Language } from '../../core/message/index.ts';
import { openFolder, writeWhole } from '../../store/files.node.ts';
import { limits } from './limits.ts';
import { readFile } from './regular-file.node.ts';
import { shown } from './shown.ts';
import type { Draft, JobRow } from './wire.ts';

/** Compiled code only: a process starts from a file that Node can run. */
const commandLine = fileURLToPath(new URL(`../../${import.meta.url.endsWith('.ts') ? '../dist/' : ''}cli/main.js`, import.meta.url));

interface Job {
  row: JobRow;
  readonly child: ChildProcess;
  readonly log: string;
  readonly ended: Promise<void>;
}

/** A study that is told to stop ends its steps and writes its report; who does not in this time is ended. */
const patienceMs = 30_000;

export class Starter {
  private readonly jobs = new Map<string, Job>();

  /** @param changed is called whenever a row has changed. */
  constructor(
    private readonly root: string,
    private readonly studyId: (path: string) => string,
    private readonly changed: () => void,
  ) {}

  get rows(): JobRow[] {
    return [...this.jobs.values()].map(({ row }) => row);
  }

  /**
   * The same text goes to the same folder: what finished there before is not run again.
   *
   * @throws UserError when it runs already, too many do, or the folder cannot be written.
   */
  start(text: string, { name, runs }: Draft, language: Language): JobRow {
    const folder = join(this.root, folderName(name, text));
    const id = shortHash(folder);
    const running = [...this.jobs.values()].filter(({ row }) => row.state !== 'ended');
    if (running.some(({ row }) => row.id === id)) throw new UserError('dash.error.runsAlready', { folder: relative(this.root, folder) });
    if (running.length >= limits.running) throw new UserError('dash.error.tooManyRunning', { most: limits.running });
    refuseLink(folder);
    openFolder(folder);
    const [file, log] = [join(folder, 'study.yaml'), join(folder, 'study.log')];
    writeWhole(file, text);
    const row: JobRow = {
      id,
      study: this.studyId(folder),
      folder: relative(this.root, folder),
      name: shown(name ?? relative(this.root, folder)),
      state: 'running',
      code: null,
      runs,
    };
    this.run(row, ['study', file, '--out', folder, '--lang', language], log);
    this.changed();
    return row;
  }

  /** Asks it to stop; a second time ends it at once. @returns undefined when there is no such job. */
  stop(id: string): JobRow | undefined {
    const job = this.jobs.get(id);
    if (!job) return undefined;
    if (job.row.state !== 'ended') {
      job.child.kill('SIGINT');
      this.become(job, { state: 'stopping' });
    }
    return job.row;
  }

  /** The end of what it printed; undefined when there is no such job. */
  told(id: string): string | undefined {
    const job = this.jobs.get(id);
    return job && shown((readFile(job.log, limits.runFile) ?? '').toString().slice(-mostTold), mostTold);
  }

  /** Stops what runs and waits for it. */
  async close(): Promise<void> {
    const open = [...this.jobs.values()].filter(({ row }) => row.state !== 'ended');
    for (const { child, row } of open) if (row.state === 'running') child.kill('SIGINT');
    const late = setTimeout(() => this.end(), patienceMs);
    await Promise.all(open.map(({ ended }) => ended));
    clearTimeout(late);
  }

  /** Ends what runs at once, workers included. */
  end(): void {
    for (const { child, row } of this.jobs.values()) if (row.state !== 'ended') killGroup(child);
  }

  private run(row: JobRow, args: readonly string[], log: string): void {
    const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW = 0 } = constants;
    const output = openSync(log, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0o600);
    // A group of its own: the terminal's Ctrl-C reaches this server alone, which then stops it in order. The channel says nothing; that
    // it breaks tells a study whose server was killed to stop.
    const stdio = ['ignore', output, output, 'ipc'] as const;
    const child = spawn(process.execPath, [commandLine, ...args], { cwd: this.root, stdio: [...stdio], detached: true });
    closeSync(output);
    const ended = new Promise<void>((resolve) => {
      const end = (code: number | null): void => {
        this.become(job, { state: 'ended', code });
        resolve();
      };
      child.once('exit', end);
      child.once('error', () => end(null));
    });
    const job: Job = { row, child, log, ended };
    this.jobs.set(row.id, job);
  }

  private become(job: Job, now: Partial<JobRow>): void {
    job.row = { ...job.row, ...now };
    this.changed();
  }
}

/** Characters of output that are told. */
const mostTold = 6000;

/** Made by us from letters and digits alone. */
function folderName(name: string | null, text: string): string {
  const words = (name ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  return `${words || 'study'}-${shortHash(text)}`;
}

/** A link with this name would lead out of the folder that is served. */
function refuseLink(folder: string): void {
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  if (stats && !stats.isDirectory()) throw new UserError('error.unwritable', { path: folder, reason: 'ENOTDIR' });
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
