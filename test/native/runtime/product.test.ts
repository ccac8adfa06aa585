/** The products of the runtime, compiled with the machine's real compiler, against a loop in float64. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compiler, Programs, saidBy, vectorWidths } from '../../helper/compile-c.ts';

let programs: Programs;
beforeAll(() => {
  programs = new Programs();
});
afterAll(() => programs.close());

const source = fileURLToPath(new URL('product.c', import.meta.url));

/** What the checking program, compiled with these flags besides, says of so many products: each fault, then their number. */
const checked = async (products: number, extra: readonly string[]): Promise<string> =>
  saidBy(await programs.compile(source, extra, ['product.c']), String(products));

describe.skipIf(!compiler)(`products in C${compiler ? '' : ' (no C compiler here)'}`, () => {
  it.each(vectorWidths)('are those of a loop in float64 to rounding, with vectors %s', async (_, extra) => {
    expect(await checked(600, extra)).toBe('600 products, 0 faults\n');
  });

  it('touch no memory but their own', async ({ skip }) => {
    const flags = await programs.sanitizers();
    if (!flags) return skip('this compiler has no sanitizers');
    expect(await checked(120, flags)).toBe('120 products, 0 faults\n');
  });
});
