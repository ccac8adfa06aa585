/** Looks at the folder as long as someone listens, and wakes who waits when something has changed. */
import type { FolderIndex } from './folder-index.node.ts';
import type { Starter } from './starter.node.ts';
import type { Change } from './wire.ts';

/** Between two looks, milliseconds; longer where a look takes long. */
const pauseMs = 1000;
/** A look takes at most this share of the time. */
const share = 0.1;

export class Live {
  /** Of this start of the server: versions of another one mean nothing. */
  private readonly epoch = Date.now().toString(36);
  private readonly waiting = new Set<() => void>();
  private listeners = 0;
  private timer: NodeJS.Timeout | undefined;
  private jobsVersion = 0;
  private closed = false;

  constructor(
    private readonly index: FolderIndex,
    private readonly jobs: Pick<Starter, 'rows'>,
  ) {}

  /** Where we are, as the page will say it when it comes back. */
  get at(): string {
    return `${this.epoch}-${this.index.version}-${this.jobsVersion}`;
  }

  /** Looks now: of a folder that was seen before that takes a moment. */
  look(): void {
    if (this.index.refresh()) this.wake();
  }

  jobsChanged(): void {
    this.jobsVersion++;
    this.wake();
  }

  /** What has changed after a moment; undefined when that was another start, or too long ago. */
  since(at: string): Change | undefined {
    const [epoch, version, jobs] = at.split('-');
    const change = epoch === this.epoch ? this.index.since(Number(version)) : undefined;
    return change && { ...change, jobs: Number(jobs) === this.jobsVersion ? [] : this.jobs.rows };
  }

  /** Resolves with the next change, or after a while. */
  next(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.waiting.add(done);
      if (this.closed) done();
    });
  }

  /** Someone listens from now on. @returns what to call when it no longer does. */
  listen(): () => void {
    this.listeners++;
    if (this.listeners === 1) this.plan(0);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.listeners--;
      if (this.listeners === 0) clearTimeout(this.timer);
    };
  }

  get ended(): boolean {
    return this.closed;
  }

  get listening(): number {
    return this.listeners;
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.wake();
  }

  private plan(ms: number): void {
    clearTimeout(this.timer);
    if (this.closed) return;
    this.timer = setTimeout(() => {
      const began = performance.now();
      this.look();
      if (this.listeners > 0) this.plan(Math.max(pauseMs, (performance.now() - began) / share));
    }, ms);
  }

  private wake(): void {
    for (const done of [...this.waiting]) done();
  }
}
