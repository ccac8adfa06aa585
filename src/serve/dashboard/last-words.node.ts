/** The last step and loss of a run, from the end of its events. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { num, wholeOrNull } from './shown.ts';
import type { Num } from './wire.ts';

export interface LastWords {
  readonly step: number;
  readonly loss: Num | null;
}

/** Most runs tell their last step in so many bytes; the second is enough for a measurement of many layers and the step beside it. */
const tailBytes = [8 * 1024, 256 * 1024] as const;

const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** @returns undefined when no whole line of a step is near the end. */
export function lastWords(path: string): LastWords | undefined {
  for (const bytes of tailBytes) {
    const words = wordsIn(tail(path, bytes));
    if (words) return words;
  }
  return undefined;
}

function wordsIn(text: string): LastWords | undefined {
  const lines = text.split('\n');
  // What follows the last newline is torn, what precedes the first may be.
  for (let i = lines.length - 2; i >= 0; i--) {
    const line = lines[i] as string;
    if (!line.startsWith('{"type":"step"')) continue;
    try {
      const { step, loss } = JSON.parse(line) as Record<string, unknown>;
      const at = wholeOrNull(step);
      if (at !== null) return { step: at, loss: num(loss) };
    } catch {
      // Look further back.
    }
  }
  return undefined;
}

function tail(path: string, most: number): string {
  let handle: number | undefined;
  try {
    handle = openSync(path, flags);
    const { size } = fstatSync(handle);
    const bytes = Buffer.alloc(Math.min(size, most));
    return bytes.toString('utf8', 0, readSync(handle, bytes, 0, bytes.length, size - bytes.length));
  } catch {
    return '';
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}
