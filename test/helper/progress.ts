/** What a command under way has written so far: moments to interrupt it at that are the same on a fast machine and on a slow one. */
import type { ChildProcess } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readEventLines } from '../../src/store/run-folder.node.ts';

/** Training steps on disk, of all runs below a folder; none where there is no folder yet. */
export function stepsWritten(folder: string): number {
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String) : [];
  return files
    .filter((file) => /(^|[/\\])events\.jsonl$/.test(file))
    .map((file) => readEventLines(join(folder, file, '..')).filter((line) => line.startsWith('{"type":"step"')).length)
    .reduce((sum, steps) => sum + steps, 0);
}

export const isAlive = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode === null && signalCode === null;

/** Waits until it is so. @returns whether the process still lives; false at once when it ends before. */
export async function aliveWhen(child: ChildProcess, isSo: () => boolean): Promise<boolean> {
  while (isAlive(child) && !isSo()) await sleep(2);
  return isAlive(child);
}
