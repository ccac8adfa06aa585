/** From C text to a shared library: the runtime compiled once for the machine, a model's parts linked to it, both kept. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CacheFolder, cacheFolder, keep, keyOf } from './cache.node.ts';
import { type Compiler, compileObject, findCompiler, linkLibrary } from './compiler.node.ts';
import { describeCpu } from './cpu.node.ts';

/** The C that every model shares. It lies beside this file's source, also where this file was compiled. */
export const runtimeFolder = fileURLToPath(new URL('../../../src/engine/native/runtime/', import.meta.url));

export interface SourceFile {
  readonly name: string;
  readonly text: string;
}

/** Its files with their text, in the order of their names. */
export const runtimeFiles = (): readonly SourceFile[] =>
  readdirSync(runtimeFolder)
    .filter((name) => /\.[ch]$/.test(name))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(runtimeFolder, name), 'utf8') }));

export interface Toolchain {
  readonly compiler: Compiler;
  readonly cache: CacheFolder;
  /** Of all that a library depends on besides the model's text. */
  readonly key: string;
  /** Object files of the runtime. */
  readonly objects: readonly string[];
}

/** A compiler, a folder and the compiled runtime. @throws EngineUnavailable saying why not. */
export async function openToolchain(cache: CacheFolder = cacheFolder(), compiler?: Compiler): Promise<Toolchain> {
  const found = compiler ?? (await findCompiler());
  const files = runtimeFiles();
  const key = toolchainKey(found, files);
  const objects = await Promise.all(
    files
      .filter(({ name }) => name.endsWith('.c'))
      .map(({ name }) =>
        keep(cache.path, keyOf(key, name), (file) => compileObject(found, join(runtimeFolder, name), file, runtimeFolder)),
      ),
  );
  return { compiler: found, cache, key, objects };
}

/** Of compiler, processor and runtime: another one of any of them makes other code. */
export const toolchainKey = ({ flags, version }: Compiler, files: readonly SourceFile[]): string =>
  keyOf(format, ...flags, version, describeCpu(), ...files.flatMap(({ name, text }) => [name, text]));

/** Changed when the same source must be compiled anew. */
const format = '1';

/**
 * @param name of all that the sources depend on besides the toolchain.
 * @param sources gives C texts of one model, which are compiled in parallel; one of them defines `nl_step`. Not asked for when the library is kept.
 * @returns the path of its library. @throws EngineUnavailable with the compiler's first error.
 */
export const buildLibrary = (
  { compiler, cache, key, objects }: Toolchain,
  name: string,
  sources: () => readonly string[],
): Promise<string> =>
  keep(cache.path, keyOf(key, name), async (library) => {
    const own = await Promise.all(
      sources().map(async (source, i) => {
        const file = join(dirname(library), `part${i}.c`);
        writeFileSync(file, source, { mode: 0o600 });
        await compileObject(compiler, file, `${file}.o`, runtimeFolder);
        return `${file}.o`;
      }),
    );
    await linkLibrary(compiler, [...own, ...objects], library);
  });
