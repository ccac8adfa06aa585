/** Reads files of models away from the page: whatever is in them, the page stays in hand. */
import * as Comlink from 'comlink';
import '../worker/quiet.ts';
import { type ByteSource, type Inspection, inspect } from 'normlab/web';
import { type Told, told } from '../worker/told.ts';

/** Only the parts that are asked for are read from the disk. */
const sourceOf = (file: File): ByteSource => ({
  name: file.name,
  size: file.size,
  read: async (begin, end) => new Uint8Array(await file.slice(begin, end).arrayBuffer()),
});

export class Reader {
  async read(files: readonly File[]): Promise<Inspection | Told> {
    try {
      return await inspect(files.map(sourceOf));
    } catch (error) {
      return told(error);
    }
  }
}

Comlink.expose(new Reader());
