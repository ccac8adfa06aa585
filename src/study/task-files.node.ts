import { builtInBook, loadFile } from '../task/data/files.node.ts';
import type { TaskDefinition, TaskFile } from '../task/types.ts';

/** What a task reads: the files named, the built-in book where there are none and it learns from that, or nothing. */
export function taskFiles({ reads, book }: TaskDefinition, paths: readonly string[] = []): readonly TaskFile[] {
  if (!reads) return [];
  if (paths.length > 0) return paths.map(loadFile);
  return book ? [builtInBook()] : [];
}
