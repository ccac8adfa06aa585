/** Reading from folders that others may have made: regular files only, never through a link, never more than so much. */
import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** What lies there, if it is a regular file; undefined for links, pipes, folders and nothing. */
export function statFile(path: string): Stats | undefined {
  try {
    const stats = lstatSync(path);
    return stats.isFile() ? stats : undefined;
  } catch {
    return undefined;
  }
}

/** A pipe in place of a file must not keep us waiting, a link not lead us on. */
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** The file's bytes; undefined when it is not a regular file, or a larger one. */
export function readFile(path: string, most: number): Buffer | undefined {
  let handle: number | undefined;
  try {
    handle = openSync(path, flags);
    const stats = fstatSync(handle);
    return stats.isFile() && stats.size <= most ? readFileSync(handle) : undefined;
  } catch {
    return undefined;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** @returns undefined when it is not a regular file. */
export async function openFile(path: string): Promise<FileHandle | undefined> {
  const handle = await open(path, flags).catch(() => undefined);
  if (handle === undefined || (await handle.stat()).isFile()) return handle;
  await handle.close();
  return undefined;
}
