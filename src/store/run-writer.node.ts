/** A run as files: run.json (what and how it ended), events.jsonl (what happened), checkpoints/final.safetensors. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { toJson } from '../core/json.ts';
import type { Run } from '../spec/run.ts';
import type { TrainEvent } from '../train/events.ts';
import { writeError, writeWhole } from './files.node.ts';

export interface RunFileHead {
  readonly id: string;
  readonly run: Run;
  readonly version: string;
}

export class RunWriter {
  private readonly events: number;
  private ended: TrainEvent | undefined;

  /** Makes the folder and writes run.json with status `running`. @throws UserError when the folder cannot be written. */
  constructor(
    private readonly folder: string,
    private readonly head: RunFileHead,
  ) {
    this.writeHead('running');
    try {
      this.events = openSync(join(folder, 'events.jsonl'), 'w');
    } catch (error) {
      throw writeError(folder, error);
    }
  }

  event(event: TrainEvent): void {
    try {
      writeSync(this.events, `${toJson(event)}\n`);
    } catch (error) {
      throw writeError(join(this.folder, 'events.jsonl'), error);
    }
    if (event.type === 'finished' || event.type === 'diverged' || event.type === 'interrupted') this.ended = event;
  }

  /** Writes how the run ended. */
  close(status: 'failed' | undefined = undefined, message?: string): void {
    closeSync(this.events);
    const { type = 'failed', ...details } = this.ended ?? {};
    this.writeHead(status ?? type, message === undefined ? details : { ...details, message });
  }

  private writeHead(status: string, details: object = {}): void {
    writeWhole(join(this.folder, 'run.json'), `${toJson({ ...this.head, status, ...details }, 2)}\n`);
  }
}
