/** Files of a disk as bytes that are read in part. */
import { readdirSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UserError } from '../core/errors.ts';
import { runFiles } from './run-folder.node.ts';
import type { ByteSource } from './types.ts';

function fileSource(path: string): ByteSource {
  return {
    name: basename(path),
    size: statSync(path).size,
    async read(begin, end) {
      const file = await open(path);
      try {
        const bytes = new Uint8Array(end - begin);
        const { bytesRead } = await file.read(bytes, 0, bytes.length, begin);
        return bytes.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    },
  };
}

const wanted = /\.(safetensors|gguf|npz|npy)$|^config\.json$|\.safetensors\.index\.json$/i;

const pickled = /\.(pt|pth|bin|ckpt)$/i;

/**
 * The file, or what a folder holds of a model: config.json, an index, files of weights; of a run of our own its run.json and its
 * weights.
 *
 * @throws UserError when there is no such thing.
 */
export function sourcesAt(path: string): ByteSource[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new UserError('error.inspectMissing', { path });
  if (found.isFile()) return [fileSource(path)];
  if (!found.isDirectory()) throw new UserError('error.inspectKind', { path });
  const ofRun = runFiles(path);
  if (ofRun) return ofRun.map(fileSource);
  // Links, which caches of models are made of, are followed to files only.
  const isFile = (name: string): boolean => statSync(join(path, name), { throwIfNoEntry: false })?.isFile() ?? false;
  const names = readdirSync(path).filter(isFile).sort();
  // Where there is nothing better, a pickle is named as what it is.
  const files = [names.filter((name) => wanted.test(name)), names.filter((name) => pickled.test(name)).slice(0, 1)].find(
    ({ length }) => length > 0,
  );
  if (!files) throw new UserError('error.inspectEmpty', { path });
  return files.map((name) => fileSource(join(path, name)));
}
