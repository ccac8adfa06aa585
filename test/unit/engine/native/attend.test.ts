/** Attention of the runtime, forward and backward, compiled with the machine's real compiler, against plain loops in float64. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileProgram, compiler, saidBy, sanitizers, type Workshop, widths } from '../../../helper/c-program.ts';

let workshop: Workshop;
beforeAll(() => {
  workshop = { folder: mkdtempSync(join(tmpdir(), 'normlab-attend-')), compiler: compiler as NonNullable<typeof compiler> };
});
afterAll(() => rmSync(workshop.folder, { recursive: true, force: true }));

/** What the checking program, compiled with these flags besides, says of so many attentions: each fault, then their number. */
async function checked(attentions: number, extra: readonly string[]): Promise<string> {
  const source = fileURLToPath(new URL('attend.c', import.meta.url));
  return saidBy(await compileProgram(workshop, { source, runtime: ['attend.c'], extra }), String(attentions));
}

describe.skipIf(!compiler)('attention in C', () => {
  it.each(widths)(
    'gives the numbers of plain loops, the same bits in parts, and NaN where they do, with vectors of %s',
    async (_, extra) => {
      expect(await checked(60, extra)).toBe('60 attentions, 0 faults\n');
    },
  );

  it('touches no memory but its own', async ({ skip }) => {
    const flags = await sanitizers(workshop);
    if (!flags) return skip('this compiler has no sanitizers');
    expect(await checked(20, flags)).toBe('20 attentions, 0 faults\n');
  });
});
