/** Programs of graphs as programs of the machine, under sanitizers: code that strays ends with a report instead of a result. */
import { execFile } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { runtimeFolder } from '../../src/engine/native/build.node.ts';
import { emitProgram } from '../../src/engine/native/c/program.ts';
import type { Compiler } from '../../src/engine/native/compiler.node.ts';
import type { Data } from '../../src/engine/types.ts';
import type { Program } from '../../src/graph/program.ts';
import { size } from '../../src/graph/tensor.ts';
import { compiler, Programs } from '../helper/compile-c.ts';

const run = promisify(execFile);
const driver = fileURLToPath(new URL('driver.c', import.meta.url));

/** What is called, with how many threads. */
export interface Asked {
  readonly program: number;
  readonly threads: number;
  readonly feeds: Readonly<Record<string, Data>>;
}

export interface Answer {
  readonly fault: number;
  readonly outputs: Readonly<Record<string, Float32Array>>;
}

/** Does the work for each, as many at once as there are cores. */
async function each<T>(items: readonly T[], work: (item: T, index: number) => Promise<unknown>): Promise<void> {
  const left = items.entries();
  await Promise.all(
    Array.from({ length: availableParallelism() }, async () => {
      for (const [i, item] of left) await work(item, i);
    }),
  );
}

export class Sanitized {
  private readonly programs = new Programs();
  private shared: readonly string[] = [];
  private count = 0;

  private constructor(private readonly flags: readonly string[]) {}

  /** Undefined where the compiler has no such sanitizers. @param sanitizers flags that choose them. */
  static async open(sanitizers: readonly string[]): Promise<Sanitized | undefined> {
    const own = new Sanitized([...(compiler as Compiler).flags, '-O0', ...sanitizers, '-fno-sanitize-recover=all']);
    try {
      own.shared = await own.objects();
      return own;
    } catch (error) {
      own.close();
      if (/sanitize|asan|tsan/i.test(String(error))) return undefined;
      throw error;
    }
  }

  /** The runtime and the driver, made once. */
  private async objects(): Promise<string[]> {
    const sources = readdirSync(runtimeFolder)
      .filter((name) => name.endsWith('.c'))
      .map((name) => join(runtimeFolder, name));
    const objects: string[] = [];
    // Optimised a little: a sanitizer that sees every register slows products down to nothing.
    await each([...sources, driver], async (source, i) => {
      objects[i] = await this.object(source, `shared${i}.o`, ['-O1']);
    });
    await this.link(objects, [], 'empty');
    return objects;
  }

  private async object(source: string, name: string, extra: readonly string[]): Promise<string> {
    const file = join(this.programs.folder, name);
    await run((compiler as Compiler).path, [...this.flags, ...extra, '-iquote', runtimeFolder, '-c', source, '-o', file]);
    return file;
  }

  /** One program of the machine that can call each of these by its number. */
  async build(programs: readonly Program[]): Promise<(calls: readonly Asked[]) => Promise<Answer[]>> {
    const name = `models${this.count++}`;
    const objects: string[] = [];
    await each(programs, async (program, i) => {
      const source = join(this.programs.folder, `${name}-${i}.c`);
      writeFileSync(source, emitProgram(program));
      objects[i] = await this.object(source, `${name}-${i}.o`, [`-Dnl_step=nl_step_${i}`, `-Dnl_arena=nl_arena_${i}`]);
    });
    const path = await this.link([...this.shared, ...objects], programs, name);
    return (calls) => this.call(path, programs, calls);
  }

  private async link(objects: readonly string[], programs: readonly Program[], name: string): Promise<string> {
    const declared = programs.map((_, i) => `int nl_step_${i}(void **io, float *arena, int threads);\nlong nl_arena_${i}(void);\n`);
    const listed = programs.map((_, i) => `{nl_step_${i}, nl_arena_${i}}`);
    const type = 'typedef struct program { int (*step)(void **, float *, int); long (*arena)(void); } program;';
    const table = join(this.programs.folder, `${name}.c`);
    writeFileSync(
      table,
      `${declared.join('')}${type}\nextern const program programs[];\nconst program programs[] = {${listed.join(', ') || '{0, 0}'}};\n`,
    );
    const path = join(this.programs.folder, name);
    await run((compiler as Compiler).path, [...this.flags, table, ...objects, '-lm', '-ldl', '-o', path]);
    return path;
  }

  /** @throws Error with the sanitizer's report, or where an input was written to. */
  private async call(path: string, programs: readonly Program[], calls: readonly Asked[]): Promise<Answer[]> {
    const file = `${path}-${this.count++}.calls`;
    writeFileSync(file, Buffer.concat([words(calls.length), ...calls.flatMap((call) => written(programs[call.program] as Program, call))]));
    const { stdout } = await run(path, [file], { encoding: 'buffer', maxBuffer: 2 ** 28, timeout: 120_000 });
    let at = 0;
    const take = (bytes: number): Buffer => {
      at += bytes;
      return Buffer.from(stdout.subarray(at - bytes, at));
    };
    return calls.map(({ program }) => {
      const fault = take(4).readInt32LE();
      const outputs = (programs[program] as Program).outputs.map(({ name, tensor }) => {
        const bytes = take(4 * size(tensor.shape));
        return [name, new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)] as const;
      });
      return { fault, outputs: Object.fromEntries(outputs) };
    });
  }

  close(): void {
    this.programs.close();
  }
}

const words = (...numbers: readonly number[]): Buffer => Buffer.from(Int32Array.from(numbers).buffer);
const bytes = (data: Data): Buffer => Buffer.from(data.buffer, data.byteOffset, data.byteLength);

/** As the driver reads it. */
function written({ inputs, outputs }: Program, { program, threads, feeds }: Asked): Buffer[] {
  const given = inputs.map(({ name }) => bytes(feeds[name] as Data));
  const form = [...given.map((data) => [0, data.length]), ...outputs.map(({ tensor }) => [1, 4 * size(tensor.shape)])];
  return [words(program, threads, form.length, ...form.flat()), ...given];
}
