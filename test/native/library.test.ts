/** C text compiled, kept and called, with the machine's real compiler. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import {
  buildLibrary as build,
  openToolchain,
  runtimeFiles,
  type SourceFile,
  type Toolchain,
  toolchainKey,
} from '../../src/engine/native/build.node.ts';
import { alignedFloats, openLibrary } from '../../src/engine/native/library.node.ts';
import { openNative } from '../../src/engine/native/open.node.ts';

let folder: string;
let toolchain: Toolchain;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'normlab-test-'));
  toolchain = await openToolchain({ path: folder });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A library of these texts, which work in no arena. */
const buildLibrary = (toolchain: Toolchain, sources: readonly string[]): Promise<string> =>
  build(toolchain, sources.join(), () => [...sources, 'long nl_arena(void) { return 0; }']);

const sum = `int nl_step(void **io, float *arena, int threads) {
  const float *x = io[0]; const int *n = io[1]; float *out = io[2]; const unsigned char *flag = io[3];
  for (int i = 0; i < n[0]; i++) out[0] += x[i];
  arena[0] = threads;
  return flag[0];
}`;

it('calls what was compiled, with arrays of every kind and of any size, in place', async () => {
  const library = openLibrary(await buildLibrary(toolchain, [sum]));
  const arena = new Float32Array(1);
  for (const n of [1, 3, 100_000]) {
    const out = new Float32Array(1);
    expect(library.run([new Float32Array(n).fill(2), Int32Array.of(n), out, Uint8Array.of(1)], arena, 3)).toBe(1);
    expect([out[0], arena[0]]).toEqual([2 * n, 3]);
  }
});

it('passes part of a larger array where it begins', async () => {
  const library = openLibrary(await buildLibrary(toolchain, [sum]));
  const all = Float32Array.of(1, 10, 100, 1000);
  const out = new Float32Array(4);
  library.run([all.subarray(1, 3), Int32Array.of(2), out.subarray(2), new Uint8Array(1)], new Float32Array(1), 1);
  expect([...out]).toEqual([0, 0, 110, 0]);
});

it('gives arrays that begin with a line of the cache', async () => {
  const text = `#include <stdint.h>
  int nl_step(void **io, float *arena, int threads) { return (uintptr_t)io[0] % 64 + (uintptr_t)arena % 64; }`;
  const library = openLibrary(await buildLibrary(toolchain, [text]));
  for (const length of [0, 1, 15, 100, 5000, 300_000]) {
    const data = alignedFloats(length);
    expect(data).toEqual(new Float32Array(length));
    expect(library.run([data], alignedFloats(length), 1)).toBe(0);
  }
});

it('links a model that is in several parts', async () => {
  const parts = ['int nl_part(void) { return 7; }', 'int nl_part(void); int nl_step(void **io, float *a, int t) { return nl_part(); }'];
  expect(openLibrary(await buildLibrary(toolchain, parts)).run([], new Float32Array(1), 1)).toBe(7);
});

it('keeps what was compiled: the same text is the same file, another text another', async () => {
  const path = await buildLibrary(toolchain, [sum]);
  const { ino } = statSync(path);
  expect(statSync(await buildLibrary(toolchain, [sum])).ino).toBe(ino);
  expect(await buildLibrary(toolchain, [`${sum}\n`])).not.toBe(path);
  expect(await buildLibrary({ ...toolchain, key: 'another' }, [sum])).not.toBe(path);
});

it('has another key for another compiler, flag or runtime', () => {
  const { compiler, key } = toolchain;
  const files = runtimeFiles();
  expect(toolchainKey(compiler, files)).toBe(key);
  const [first, ...rest] = files as [SourceFile, ...SourceFile[]];
  const others = [
    toolchainKey({ ...compiler, version: 'another' }, files),
    toolchainKey({ ...compiler, flags: [...compiler.flags, '-g'] }, files),
    toolchainKey(compiler, [{ ...first, text: `${first.text} ` }, ...rest]),
  ];
  expect(new Set([key, ...others]).size).toBe(4);
});

it('compiles again what was damaged, and leaves nothing beside it', async () => {
  const text = `${sum}/* damaged */`;
  const path = await buildLibrary(toolchain, [text]);
  const whole = readFileSync(path);
  const bad = Buffer.from(whole);
  bad.writeUInt8(bad.readUInt8(bad.length >> 1) ^ 1, bad.length >> 1);
  for (const damaged of [bad, whole.subarray(0, 100), Buffer.alloc(0)]) {
    writeFileSync(path, damaged);
    expect(await buildLibrary(toolchain, [text])).toBe(path);
    expect(readFileSync(path).length).toBe(whole.length);
  }
  const io = [new Float32Array(1), Int32Array.of(1), new Float32Array(1), Uint8Array.of(5)];
  expect(openLibrary(path).run(io, new Float32Array(1), 1)).toBe(5);
  expect(readdirSync(dirname(path)).sort()).toEqual(['code', 'sha256']);
  expect(readdirSync(folder).filter((name) => name.includes('.'))).toEqual([]);
});

it('says the first error of what does not compile, and keeps nothing of it', async () => {
  const before = readdirSync(folder).sort();
  await expect(buildLibrary(toolchain, ['int nl_step(void) { return 1 }'])).rejects.toMatchObject({
    obstacle: 'compile',
    message: expect.stringMatching(/error: expected/),
  });
  await expect(buildLibrary(toolchain, ['int nl_gone(void); int nl_step(void) { return nl_gone(); }'])).rejects.toMatchObject({
    obstacle: 'compile',
    message: expect.stringMatching(/nl_gone/),
  });
  expect(readdirSync(folder).sort()).toEqual(before);
});

it('refuses what cannot be loaded and what has no step', async () => {
  const missing = await buildLibrary(toolchain, ['int other(void) { return 1; }']);
  expect(() => openLibrary(missing)).toThrow(expect.objectContaining({ obstacle: 'load' }));
  const text = join(folder, 'text.txt');
  writeFileSync(text, 'no library');
  expect(() => openLibrary(text)).toThrow(expect.objectContaining({ obstacle: 'load' }));
});

it('refuses to run what was closed; another that opened the same goes on', async () => {
  const path = await buildLibrary(toolchain, ['int nl_step(void **io, float *a, int t) { return 3; }']);
  const [one, two] = [openLibrary(path), openLibrary(path)];
  one.close();
  expect(() => one.run([], new Float32Array(1), 1)).toThrow('closed');
  expect(two.run([], new Float32Array(1), 1)).toBe(3);
});

it('has stack enough for kernels that keep blocks on it', async () => {
  const text = `int nl_step(void **io, float *arena, int threads) {
    volatile float block[1 << 20];
    for (int i = 0; i < 1 << 20; i += 512) block[i] = i;
    return block[1 << 19] == 1 << 19;
  }`;
  expect(openLibrary(await buildLibrary(toolchain, [text])).run([], new Float32Array(1), 1)).toBe(1);
});

it('is loaded a second time in one process, as tests and bundles do', async () => {
  const path = await buildLibrary(toolchain, ['int nl_step(void **io, float *a, int t) { return 4; }']);
  expect(openLibrary(path).run([], new Float32Array(1), 1)).toBe(4);
  vi.resetModules();
  const second = await import('../../src/engine/native/library.node.ts');
  expect(second.openLibrary).not.toBe(openLibrary);
  expect(second.openLibrary(path).run([], new Float32Array(1), 1)).toBe(4);
});

it('finds that this machine can run it', async () => {
  expect((await openNative()).compiler.version).toMatch(/gcc|clang|cc/i);
});

it.each([1, 2, 4])('holds every part at every barrier: %i parts', { timeout: 60_000 }, async (parts) => {
  const text = readFileSync(new URL('threads.c', import.meta.url), 'utf8');
  const library = openLibrary(await buildLibrary(toolchain, [text]));
  // Rounds in one call, then calls with one round: the pool is woken each time.
  for (const [rounds, calls] of [
    [4000, 1],
    [1, 2000],
  ] as const) {
    const answers = new Int32Array(9);
    library.run([answers, Int32Array.of(rounds, calls)], new Float32Array(1), parts);
    expect([...answers]).toEqual([...Array.from({ length: 8 }, (_, i) => (i < parts ? calls : 0)), parts]);
  }
});

it('changes the number of parts from call to call', async () => {
  const text = readFileSync(new URL('threads.c', import.meta.url), 'utf8');
  const library = openLibrary(await buildLibrary(toolchain, [text]));
  const answers = new Int32Array(9);
  for (let i = 0; i < 300; i++) library.run([answers, Int32Array.of(2, 1)], new Float32Array(1), [1, 4, 2, 3][i % 4] as number);
  expect([...answers]).toEqual([300, 225, 150, 75, 0, 0, 0, 0, 3]);
});

it('does not keep a process from ending, whose threads sleep or spin', async () => {
  const path = await buildLibrary(toolchain, [readFileSync(new URL('threads.c', import.meta.url), 'utf8')]);
  const script = `require(${JSON.stringify(createRequire(import.meta.url).resolve('koffi'))})
    .load(${JSON.stringify(path)}).func('nl_step', 'int', ['void **', 'void *', 'int'])
    ([new Int32Array(9), Int32Array.of(10, 10)], new Float32Array(1), 4);`;
  for (let i = 0; i < 3; i++) await promisify(execFile)(process.execPath, ['-e', script], { timeout: 20_000 });
});
