/** The threads of a step under ThreadSanitizer: what one writes another reads only behind a barrier. */
import { describe, expect, it } from 'vitest';
import { compiler } from '../helper/compile-c.ts';
import { legal } from './legal.ts';
import { Sanitized } from './sanitized.ts';

describe.skipIf(!compiler)(`threads${compiler ? '' : ' (no C compiler here)'}`, () => {
  it('race for nothing', async ({ skip }) => {
    const sanitized = await Sanitized.open(['-fsanitize=thread']);
    if (!sanitized) return skip('this compiler has no ThreadSanitizer');
    try {
      const calls = (await legal(77, 12)).flatMap((model) => model.calls);
      const run = await sanitized.build(calls.map(({ program }) => program));
      for (const [program, { feeds }] of calls.entries()) {
        // A report ends the program with 66.
        const answers = await run([2, 3, 4, 2].map((threads) => ({ program, threads, feeds })));
        expect(answers.map(({ fault }) => fault)).toEqual([0, 0, 0, 0]);
      }
    } finally {
      sanitized.close();
    }
  });
});
