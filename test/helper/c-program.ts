/** Checking programs in C: compiled with the machine's real compiler and the flags of the engine, and what they say. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { arch } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runtimeFolder } from '../../src/engine/native/build.node.ts';
import { type Compiler, findCompiler } from '../../src/engine/native/compiler.node.ts';

const run = promisify(execFile);

/** Undefined on a machine without one. */
export const compiler: Compiler | undefined = await findCompiler().catch(() => undefined);

/** Flags that make vectors narrower than they are on this machine, by how many floats they hold. */
export const widths: readonly (readonly [string, readonly string[]])[] = [
  ['as many floats as here', []],
  ...(arch() === 'x64'
    ? ([
        ['8 floats', ['-mno-avx512f']],
        ['4 floats', ['-mno-avx']],
      ] as const)
    : []),
];

const sanitizing = ['-O1', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'];

/** A folder for programs, and a compiler. */
export interface Workshop {
  readonly folder: string;
  readonly compiler: Compiler;
}

/** Path of a program made of `source` and files of the runtime. @throws Error with the compiler's words. */
export async function compileProgram(
  { folder, compiler: { path, flags } }: Workshop,
  { source, runtime, extra = [] }: { readonly source: string; readonly runtime: readonly string[]; readonly extra?: readonly string[] },
): Promise<string> {
  const program = join(folder, ['program', ...extra].join(''));
  const files = [source, ...runtime.map((name) => join(runtimeFolder, name))];
  await run(path, [...flags, ...extra, '-iquote', runtimeFolder, ...files, '-lm', '-o', program]);
  return program;
}

/** Flags under which a program ends at the first access to memory that is not its own; undefined where the compiler has none. */
export async function sanitizers({ folder, compiler: { path } }: Workshop): Promise<readonly string[] | undefined> {
  const empty = join(folder, 'empty.c');
  writeFileSync(empty, 'int main(void) { return 0; }');
  return run(path, [...sanitizing, empty, '-o', join(folder, 'empty')]).then(
    () => sanitizing,
    () => undefined,
  );
}

/** All that a program says, on both streams, whatever its exit code. */
export const saidBy = (program: string, ...words: readonly string[]): Promise<string> =>
  run(program, words).then(
    ({ stdout, stderr }) => stdout + stderr,
    (error: { stdout: string; stderr: string }) => error.stdout + error.stderr,
  );
