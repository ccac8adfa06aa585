/** Which compiler is taken, and what is said where there is none. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openToolchain } from '../../../../src/engine/native/build.node.ts';
import { findCompiler } from '../../../../src/engine/native/compiler.node.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'normlab-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program of this name that says so. */
function program(name: string, script = `echo "$0 $*"`): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

it('takes CC, else cc, gcc, clang of the PATH in this order', async () => {
  const PATH = `relative::${folder}`;
  for (const name of ['clang', 'gcc', 'cc']) {
    program(name);
    expect(await findCompiler({ PATH })).toMatchObject({ path: join(folder, name), version: `${join(folder, name)} --version\n` });
  }
  expect((await findCompiler({ PATH, CC: 'clang' })).path).toBe(join(folder, 'clang'));
  expect((await findCompiler({ PATH: '', CC: join(folder, 'gcc') })).path).toBe(join(folder, 'gcc'));
  expect((await findCompiler({ PATH, CC: ' ' })).path).toBe(join(folder, 'cc'));
});

it('passes on what CC says after the program, and never to a shell', async () => {
  program('ccache');
  const { path, flags, version } = await findCompiler({ PATH: folder, CC: 'ccache gcc -m64; touch$IFS/x $(false)' });
  expect([path, version]).toEqual([join(folder, 'ccache'), `${join(folder, 'ccache')} gcc -m64; touch$IFS/x $(false) --version\n`]);
  expect(flags.slice(0, 2)).toEqual(['gcc', '-m64;']);
  mkdirSync(join(folder, 'with space'));
  symlinkSync(program('real'), join(folder, 'with space', 'my cc'));
  expect((await findCompiler({ PATH: '', CC: join(folder, 'with space', 'my cc') })).path).toBe(join(folder, 'with space', 'my cc'));
});

it('never lets numbers be taken for less than they are', async () => {
  program('cc');
  const { flags } = await findCompiler({ PATH: folder });
  expect(flags.filter((flag) => /fast-math|finite|Ofast|associative/.test(flag))).toEqual([]);
});

it('says that there is none, that CC is none, and that one does not work', async () => {
  await expect(findCompiler({ PATH: '' })).rejects.toMatchObject({ obstacle: 'noCompiler', exitCode: 1 });
  await expect(findCompiler({})).rejects.toMatchObject({ obstacle: 'noCompiler' });
  program('cc');
  await expect(findCompiler({ PATH: relative(process.cwd(), folder) })).rejects.toMatchObject({ obstacle: 'noCompiler' });
  rmSync(join(folder, 'cc'));
  writeFileSync(join(folder, 'cc'), 'not to be run');
  mkdirSync(join(folder, 'gcc'));
  await expect(findCompiler({ PATH: folder })).rejects.toMatchObject({ obstacle: 'noCompiler' });
  await expect(findCompiler({ PATH: folder, CC: 'none -O2' })).rejects.toMatchObject({
    obstacle: 'badCC',
    message: expect.stringContaining('none -O2'),
  });
  await expect(findCompiler({ PATH: folder, CC: './cc' })).rejects.toMatchObject({ obstacle: 'badCC' });
  program('clang', 'echo "broken install" >&2; exit 3');
  await expect(findCompiler({ PATH: folder })).rejects.toMatchObject({
    obstacle: 'compile',
    message: expect.stringContaining('broken install'),
  });
});

it('says what a compiler says that has no headers', async () => {
  const path = program('cc', `echo "note first" >&2; echo "a.c:1:10: fatal error: stdint.h: No such file" >&2; exit 1`);
  await expect(openToolchain({ path: folder }, { path, flags: [], version: '1' })).rejects.toMatchObject({
    obstacle: 'compile',
    message: expect.stringContaining('fatal error: stdint.h'),
  });
});
