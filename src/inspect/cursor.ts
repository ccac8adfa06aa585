/** A file read from front to back in windows: little-endian numbers and texts, and never more than was asked for. */
import type { ByteSource } from './types.ts';

const windowBytes = 65_536;

/** Reading beyond the end, or beyond `most`, calls `refuse`. */
export class Cursor {
  #window: DataView = new DataView(new ArrayBuffer(0));
  /** Where the window begins. */
  #from = 0;
  #at: number;
  readonly #source: ByteSource;
  readonly #most: number;
  readonly #refuse: (detail: string) => never;

  constructor(source: ByteSource, { most, refuse, at = 0 }: { most: number; refuse: (detail: string) => never; at?: number }) {
    [this.#source, this.#most, this.#refuse, this.#at] = [source, most, refuse, at];
  }

  /** Bytes from the beginning of the file. */
  get at(): number {
    return this.#at;
  }

  /** Goes on behind `bytes` bytes that nobody reads. */
  skip(bytes: number): void {
    if (bytes > this.#source.size - this.#at) this.#refuse(`${bytes} bytes at ${this.#at} do not fit in ${this.#source.size}`);
    this.#at += bytes;
  }

  async u32(): Promise<number> {
    return (await this.take(4)).getUint32(0, true);
  }

  /** A count or length; refused where it is not a whole number that JavaScript keeps. */
  async u64(): Promise<number> {
    const value = Number((await this.take(8)).getBigUint64(0, true));
    return Number.isSafeInteger(value) ? value : this.#refuse(`the length ${value} at ${this.#at - 8} is beyond any file`);
  }

  async text(bytes: number): Promise<string> {
    return new TextDecoder('utf-8').decode(await this.take(bytes));
  }

  /** The next bytes: at once where they are in memory. */
  take(bytes: number): Promise<DataView> | DataView {
    const start = this.#at - this.#from;
    if (start < 0 || start + bytes > this.#window.byteLength) return this.#load(bytes);
    this.#at += bytes;
    return new DataView(this.#window.buffer, this.#window.byteOffset + start, bytes);
  }

  async #load(bytes: number): Promise<DataView> {
    const end = this.#at + bytes;
    if (end > this.#source.size) this.#refuse(`it ends at ${this.#source.size}, in the middle of its header`);
    if (end > this.#most) this.#refuse(`its header is longer than ${this.#most} bytes`);
    const read = await this.#source.read(this.#at, Math.min(this.#source.size, this.#at + Math.max(bytes, windowBytes)));
    if (read.length < bytes) this.#refuse('it became shorter while it was read');
    this.#window = new DataView(read.buffer, read.byteOffset, read.byteLength);
    this.#from = this.#at;
    this.#at = end;
    return new DataView(this.#window.buffer, this.#window.byteOffset, bytes);
  }
}
