import { hash } from '../../core/hash.ts';
import type { TaskFile } from '../types.ts';

/** SHA-256 of what files hold, whatever they are called; of several files, that of their hashes in order. */
export function filesHash(files: readonly TaskFile[]): string {
  const hashes = files.map(({ bytes }) => hash(bytes));
  return hashes.length === 1 ? (hashes[0] as string) : hash(hashes.join('\n'));
}
