/** Files of a disk as bytes that are read in part. */
import { lstatSync, readdirSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UserError } from '../core/errors.ts';
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

const wanted = /\.safetensors$|^config\.json$|\.safetensors\.index\.json$/i;

/**
 * The file, or what a folder holds of a model: config.json, an index, safetensors files.
 *
 * @throws UserError when there is no such thing.
 */
export function sourcesAt(path: string): ByteSource[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new UserError('error.inspectMissing', { path });
  if (found.isFile()) return [fileSource(path)];
  if (!found.isDirectory()) throw new UserError('error.inspectKind', { path });
  // Links, which caches of models are made of, are followed to files only.
  const files = readdirSync(path)
    .filter((name) => wanted.test(name))
    .map((name) => join(path, name))
    .filter((file) => lstatSync(file).isFile() || statSync(file, { throwIfNoEntry: false })?.isFile())
    .sort();
  if (files.length === 0) throw new UserError('error.inspectEmpty', { path });
  return files.map(fileSource);
}
