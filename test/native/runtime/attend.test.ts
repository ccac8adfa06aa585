/** Attention of the runtime, forward and backward, compiled with the machine's real compiler, against plain loops in float64. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compiler, Programs, saidBy, vectorWidths } from '../../helper/compile-c.ts';

let programs: Programs;
beforeAll(() => {
  programs = new Programs();
});
afterAll(() => programs.close());

const source = fileURLToPath(new URL('attend.c', import.meta.url));

/** What the checking program, compiled with these flags besides, says of so many attentions: each fault, then their number. */
const checked = async (attentions: number, extra: readonly string[]): Promise<string> =>
  saidBy(await programs.compile(source, extra, ['attend.c']), String(attentions));

describe.skipIf(!compiler)(`attention in C${compiler ? '' : ' (no C compiler here)'}`, () => {
  it.each(vectorWidths)(
    'gives the numbers of plain loops, the same bits in parts, and NaN where they do, with vectors %s',
    async (_, extra) => {
      expect(await checked(60, extra)).toBe('60 attentions, 0 faults\n');
    },
  );

  it('touches no memory but its own', async ({ skip }) => {
    const flags = await programs.sanitizers();
    if (!flags) return skip('this compiler has no sanitizers');
    expect(await checked(20, flags)).toBe('20 attentions, 0 faults\n');
  });
});
