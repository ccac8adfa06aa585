/** The products of the runtime, compiled with the machine's real compiler, against a loop in float64. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { arch, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runtimeFolder } from '../../../../src/engine/native/build.node.ts';
import { type Compiler, findCompiler } from '../../../../src/engine/native/compiler.node.ts';

const run = promisify(execFile);
const program = fileURLToPath(new URL('product.c', import.meta.url));
const compiler: Compiler | undefined = await findCompiler().catch(() => undefined);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'normlab-product-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Vectors {
  readonly name: string;
  readonly flags: readonly string[];
}

/** The checking program, with the runtime's flags and these. */
async function compile({ path, flags }: Compiler, name: string, extra: readonly string[]): Promise<string> {
  const file = join(folder, name);
  await run(path, [...flags, ...extra, '-iquote', runtimeFolder, program, join(runtimeFolder, 'product.c'), '-lm', '-o', file]);
  return file;
}

/** What the program says of so many products: each fault, then their number. */
const check = async (file: string, products: number): Promise<string> =>
  (
    await run(file, [String(products)], { timeout: 30_000 }).catch((error: { stdout: string; stderr: string }) => ({
      stdout: error.stdout + error.stderr,
    }))
  ).stdout;

describe.skipIf(!compiler)(`products in C${compiler ? '' : ' (no C compiler here)'}`, () => {
  const real = compiler as Compiler;
  const narrower: readonly Vectors[] = [
    { name: 'of 8', flags: ['-mno-avx512f'] },
    { name: 'of 4', flags: ['-mno-avx'] },
  ];
  const vectors: readonly Vectors[] = [{ name: 'as wide as they are here', flags: [] }, ...(arch() === 'x64' ? narrower : [])];

  it.each(vectors)('are those of a loop in float64 to rounding, with vectors $name', async ({ name, flags }) => {
    expect(await check(await compile(real, name, flags), 600)).toBe('600 products, 0 faults\n');
  });

  it('touch no memory but their own', async ({ skip }) => {
    const sanitized = ['-O1', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'];
    const empty = join(folder, 'empty.c');
    writeFileSync(empty, 'int main(void) { return 0; }');
    await run(real.path, [...sanitized, empty, '-o', join(folder, 'empty')]).catch(() => skip('this compiler has no sanitizers'));
    expect(await check(await compile(real, 'sanitized', sanitized), 120)).toBe('120 products, 0 faults\n');
  });
});
