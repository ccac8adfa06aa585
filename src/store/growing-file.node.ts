import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { openFolder, writeError } from './files.node.ts';

/** A file too large for memory: it grows beside its place, and is there when it is whole. */
export class GrowingFile {
  private readonly beside: string;
  private readonly handle: number;
  private open = true;

  /** @throws UserError or FailureError saying why the file cannot be written; so do the other methods. */
  constructor(readonly file: string) {
    this.beside = `${file}.${process.pid}.tmp`;
    openFolder(dirname(file));
    this.handle = this.attempt(() => openSync(this.beside, 'w'));
  }

  write(content: string | Uint8Array): void {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    this.attempt(() => {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.handle, bytes, at);
    });
  }

  /** Puts the whole file in its place. */
  finish(): void {
    this.attempt(() => {
      fsyncSync(this.handle);
      this.close();
      renameSync(this.beside, this.file);
    });
  }

  /** Leaves nothing behind; after `finish` it does nothing. */
  abandon(): void {
    if (this.open) this.close();
    rmSync(this.beside, { force: true });
  }

  private close(): void {
    this.open = false;
    closeSync(this.handle);
  }

  private attempt<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw writeError(this.file, error);
    }
  }
}
