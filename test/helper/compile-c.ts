/** Programs in C for tests, made with the machine's own compiler, the engine's flags and its runtime. */
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { arch, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { runtimeFolder } from '../../src/engine/native/build.node.ts';
import { type Compiler, findCompiler } from '../../src/engine/native/compiler.node.ts';

/** Undefined where there is none: what needs it is skipped, but where CI is set, which has one. */
export const compiler: Compiler | undefined = await findCompiler().catch((error) => {
  if (process.env.CI) throw error;
  return undefined;
});

/** Flags for vectors narrower than the machine's: each makes another program of the same text. */
export const vectorWidths: readonly (readonly [name: string, extra: readonly string[]])[] = [
  ['as wide as they are here', []],
  ...(arch() === 'x64'
    ? ([
        ['of 8', ['-mno-avx512f']],
        ['of 4', ['-mno-avx']],
      ] as const)
    : []),
];

const sanitizing = ['-O1', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'];

/** A folder of compiled programs, until it is closed. */
export class Programs {
  readonly folder = mkdtempSync(join(tmpdir(), 'normlab-c-'));
  private count = 0;

  /**
   * @param source path of a C file with a `main`; `runtime` names the files of the runtime that it needs beside its headers.
   * @returns path of the program. @throws Error with what the compiler says.
   */
  async compile(source: string, extra: readonly string[] = [], runtime: readonly string[] = []): Promise<string> {
    const { path, flags } = compiler as Compiler;
    const program = join(this.folder, `${basename(source, '.c')}-${this.count++}`);
    const sources = [source, ...runtime.map((name) => join(runtimeFolder, name))];
    await promisify(execFile)(path, [...flags, ...extra, '-iquote', runtimeFolder, ...sources, '-lm', '-o', program]);
    return program;
  }

  /** Flags under which a program ends where it leaves its memory or the language; undefined where the compiler has no such thing. */
  async sanitizers(): Promise<readonly string[] | undefined> {
    const empty = join(this.folder, 'empty.c');
    writeFileSync(empty, 'int main(void) { return 0; }');
    return this.compile(empty, sanitizing).then(
      () => sanitizing,
      () => undefined,
    );
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What a program writes when it is given these bytes to read. @throws Error when it fails, with what it says. */
export function feed(program: string, input: ArrayBufferView): Promise<Buffer> {
  const child = spawn(program);
  const [out, words]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => words.push(chunk));
  child.stdin.on('error', () => undefined);
  child.stdin.end(Buffer.from(input.buffer, input.byteOffset, input.byteLength));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) =>
      code === 0 ? resolve(Buffer.concat(out)) : reject(new Error(`${code ?? signal}: ${Buffer.concat(words).toString()}`)),
    );
  });
}

/** All that a program says, on both streams, however it ends; a program that hangs is ended. */
export const saidBy = (program: string, ...words: readonly string[]): Promise<string> =>
  promisify(execFile)(program, words, { timeout: 30_000 }).then(
    ({ stdout, stderr }) => stdout + stderr,
    ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr,
  );
