/** How much time is left: what passed, times what is to do by what is done. */
import { afterEach, expect, it, vi } from 'vitest';
import { Progress } from '../../../src/cli/progress.ts';

afterEach(() => vi.restoreAllMocks());

it.each([
  [0.5, 60, 'about 1 min 0 s'],
  [0.75, 30, 'about 10 s'],
  [0.001, 30, 'unknown time'],
])('a share of %d after %d s: %s', (share, seconds, left) => {
  const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
  const lines: string[] = [];
  const progress = new Progress('en', { isTTY: false, write: (line: string) => lines.push(line) } as unknown as NodeJS.WriteStream);
  clock.mockReturnValue(1000 * seconds);
  progress.show('cli.progress', share, { stage: 'select', done: 1, total: 2 });
  expect(lines.join('')).toContain(left);
});
