/** A run as files: run.json (what and how it ended), events.jsonl (what happened), checkpoints. One writer at a time. */
import { createHash, type Hash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { UserError } from '../core/errors.ts';
import { toJson } from '../core/json.ts';
import type { Run } from '../spec/run.ts';
import type { TrainEvent } from '../train/events.ts';
import type { Snapshot } from '../train/snapshot.ts';
import { type Restored, readCheckpoint, removeCheckpoints, writeCheckpoint } from './checkpoints.node.ts';
import { openFolder, removeLeftovers, writeError, writeWhole } from './files.node.ts';
import { releaseLock, takeLock } from './lock.node.ts';
import { removeMetrics, writeMetrics } from './metrics-file.node.ts';
import { eventsFile, findRun, linesText, parseEvent, readEventLines, runFile } from './run-folder.node.ts';

export interface RunFileHead {
  readonly id: string;
  readonly run: Run;
  readonly version: string;
}

export class RunWriter {
  /** The checkpoint that the run goes on from, and what happened before it. */
  readonly resumed: { readonly snapshot: Restored; readonly events: readonly TrainEvent[] } | undefined;
  private readonly file: number;
  private readonly written: Hash = createHash('sha256');
  private lines = 0;
  private ended: TrainEvent | undefined;

  /**
   * Takes the folder and says `running`.
   *
   * @param resume go on from the newest whole checkpoint of this run; else, or when there is none, start over.
   * @throws UserError when the folder holds another run, another process writes to it, or it cannot be written.
   */
  constructor(
    private readonly folder: string,
    private readonly head: RunFileHead,
    resume = false,
  ) {
    openFolder(folder);
    takeLock(folder);
    try {
      const { file } = findRun(folder);
      if (file && file.id !== head.id) throw new UserError('error.runOther', { folder, given: head.id, found: file.id });
      removeLeftovers(folder);
      if (!resume) removeCheckpoints(folder, head.id);
      removeMetrics(folder);
      this.resumed = this.restore();
      const before = this.resumed ? readEventLines(folder).slice(0, this.resumed.snapshot.events) : [];
      // What happened behind the checkpoint happens again: the file begins with what is certain.
      writeWhole(eventsFile(folder), linesText(before));
      this.count(before);
      this.file = openSync(eventsFile(folder), 'a');
      this.writeHead('running');
    } catch (error) {
      releaseLock(folder);
      throw writeError(folder, error);
    }
  }

  event(event: TrainEvent): void {
    const line = toJson(event);
    this.attempt(() => writeSync(this.file, `${line}\n`));
    this.count([line]);
    if (event.type === 'finished' || event.type === 'diverged' || event.type === 'interrupted') this.ended = event;
  }

  /** Everything needed to go on from here; what happened so far is on disk before it. */
  checkpoint(snapshot: Snapshot): void {
    this.attempt(() => fsyncSync(this.file));
    writeCheckpoint(this.folder, this.head.id, snapshot, this.lines);
  }

  /** Writes how the run ended, and gives the folder free. @param seconds that it took; `failure` says why it could not end. */
  close({ seconds, failure }: { readonly seconds?: number; readonly failure?: string } = {}): void {
    try {
      this.attempt(() => fsyncSync(this.file));
      closeSync(this.file);
      const { type = 'failed', ...details } = this.ended ?? {};
      const state = failure === undefined ? type : 'failed';
      const events = { lines: this.lines, sha256: this.written.copy().digest('hex') };
      this.writeHead(state, {
        ...details,
        ...(failure !== undefined && { message: failure }),
        ...(seconds !== undefined && { seconds }),
        events,
      });
      if (state === 'finished' || state === 'diverged') {
        removeCheckpoints(this.folder, this.head.id);
        writeMetrics(this.folder, events.sha256);
      }
    } finally {
      releaseLock(this.folder);
    }
  }

  private restore(): RunWriter['resumed'] {
    const snapshot = readCheckpoint(this.folder, this.head.id);
    const lines = readEventLines(this.folder);
    if (!snapshot || lines.length < snapshot.events) return undefined;
    return { snapshot, events: lines.slice(0, snapshot.events).map(parseEvent) };
  }

  private count(lines: readonly string[]): void {
    this.lines += lines.length;
    this.written.update(linesText(lines));
  }

  private attempt(work: () => unknown): void {
    try {
      work();
    } catch (error) {
      throw writeError(eventsFile(this.folder), error);
    }
  }

  private writeHead(status: string, details: object = {}): void {
    writeWhole(runFile(this.folder), `${toJson({ ...this.head, status, ...details }, 2)}\n`);
  }
}
