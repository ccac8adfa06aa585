/** The lines of a file that grows: each call reads what came since the last one. A torn last line waits for its end. */
import { setImmediate as breathe } from 'node:timers/promises';
import { limits } from './limits.ts';
import { openFile } from './regular-file.node.ts';

/** Bytes read at once: some milliseconds of work, after which others have their turn. */
const chunk = 512 * 1024;
const newline = 10;

export class GrowingLines {
  private at = 0;
  private torn: Buffer[] = [];
  private tornBytes = 0;
  /** Which file it was: a resumed run puts another one in its place. */
  private identity: string | undefined;

  constructor(private readonly path: string) {}

  /**
   * Gives every new whole line to `line`, in order.
   *
   * @param restart is called when the file is another one, or shorter than it was: what was told so far is void.
   * @returns false when there is no file (any more).
   */
  async read(line: (text: string) => void, restart: () => void): Promise<boolean> {
    const handle = await openFile(this.path);
    if (!handle) {
      this.reset();
      return false;
    }
    try {
      const { ino, birthtimeMs, size } = await handle.stat();
      // Numbers of files come round again.
      const identity = `${ino}/${birthtimeMs}`;
      if (this.identity !== undefined && (identity !== this.identity || size < this.at)) {
        this.reset();
        restart();
      }
      this.identity = identity;
      // As far as the file went when we came: a fast writer does not hold us.
      while (this.at < size) {
        const buffer = Buffer.allocUnsafe(Math.min(chunk, size - this.at));
        const { bytesRead } = await handle.read(buffer, 0, buffer.length, this.at);
        if (bytesRead === 0) break;
        this.at += bytesRead;
        this.split(buffer.subarray(0, bytesRead), line);
        await breathe();
      }
      return true;
    } finally {
      await handle.close();
    }
  }

  private split(bytes: Buffer, line: (text: string) => void): void {
    let from = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, from)) {
      const rest = bytes.subarray(from, end);
      line(this.torn.length > 0 ? Buffer.concat([...this.torn, rest]).toString() : rest.toString());
      this.torn = [];
      this.tornBytes = 0;
      from = end + 1;
    }
    const rest = bytes.subarray(from);
    this.tornBytes += rest.length;
    // A line without end is none: it is dropped, and what is left of it will not parse.
    if (this.tornBytes > limits.line) this.torn = [];
    else if (rest.length > 0) this.torn.push(rest);
  }

  private reset(): void {
    this.identity = undefined;
    this.at = 0;
    this.torn = [];
    this.tornBytes = 0;
  }
}
