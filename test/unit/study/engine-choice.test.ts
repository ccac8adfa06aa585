/** Which engine runs where none is asked for, and what is said of those that cannot. */
import { afterEach, expect, it, vi } from 'vitest';
import { fasterWords, noteEngine } from '../../../src/cli/engine-note.ts';
import { FailureError } from '../../../src/core/errors.ts';
import { engines } from '../../../src/engine/index.node.ts';
import type { EngineDefinition } from '../../../src/engine/types.ts';
import { EngineUnavailable } from '../../../src/engine/unavailable.ts';
import { chooseEngine, findFastest, passedOver } from '../../../src/study/engine-choice.node.ts';

const engine = (id: string, check?: () => Promise<unknown>): EngineDefinition => ({
  id,
  title: { en: id, zh: id },
  ...(check && { check }),
  open: () => Promise.reject(new Error('not to be opened')),
});
const fails = (error: unknown) => () => Promise.reject(error);
const noCompiler = new EngineUnavailable('noCompiler', { install: 'apt install gcc' });

afterEach(() => vi.restoreAllMocks());

it('is the first that can run here, with the reasons of those before it', async () => {
  const other = new FailureError('error.diskFull', { path: '/' });
  const tried = [
    engine('a', fails(noCompiler)),
    engine('b', fails(other)),
    engine('c', async () => 1),
    engine('d', fails(new Error('unasked'))),
  ];
  expect(await findFastest(tried)).toEqual({
    id: 'c',
    passedOver: [
      { id: 'a', why: noCompiler },
      { id: 'b', why: other },
    ],
  });
  expect(await findFastest([engine('a'), engine('b')])).toEqual({ id: 'a', passedOver: [] });
});

it('does not hide a fault of the program, and has a last resort', async () => {
  await expect(findFastest([engine('a', fails(new TypeError('bug'))), engine('b')])).rejects.toThrow('bug');
  await expect(findFastest([engine('a', fails(noCompiler))])).rejects.toBe(noCompiler);
  const checked = engines.members.findIndex(({ check }) => check === undefined);
  expect(engines.members[checked]?.id).toBe('ort-wasm');
});

it('takes what is asked for as it is, and refuses what is none', async () => {
  expect(await chooseEngine('reference', 3)).toEqual({ id: 'reference', threads: 3 });
  await expect(chooseEngine('refrence', 1)).rejects.toMatchObject({ key: 'error.unknownId', values: { near: 'reference' } });
});

it('says nothing where the fastest runs, or another was asked for', async () => {
  const said = vi.spyOn(console, 'error').mockReturnValue();
  const { id } = await chooseEngine(undefined, 1);
  expect([id, passedOver(id)]).toEqual([engines.members[0]?.id, []]);
  for (const one of [id, 'ort-wasm', 'reference']) noteEngine(one, 'en');
  expect(said).not.toHaveBeenCalled();
});

it('says why faster ones do not run, in both languages', async () => {
  const noPackage = new EngineUnavailable('noOrtNode', { install: 'npm i x' });
  const found = await findFastest([engine('fast', fails(noCompiler)), engine('quick', fails(noPackage)), engine('slow')]);
  expect(fasterWords(found, 'en')).toMatch(
    /^Runs on slow\. fast is faster, but cannot run here\. It needs a C compiler.*"apt install gcc".* quick is faster, .*"npm i x"/,
  );
  expect(fasterWords(found, 'zh')).toMatch(/^使用 slow 运行。fast 更快.*C 编译器.*"apt install gcc".*quick 更快.*"npm i x"/);
  expect(fasterWords(await findFastest([engine('fast')]), 'en')).toBeUndefined();
});
