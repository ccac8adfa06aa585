/** What was measured once is read again; what cannot be read is measured anew. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { measure } from '../../../src/claim/need/measure.node.ts';
import type { Need } from '../../../src/claim/need/types.ts';
import { shortHash } from '../../../src/core/hash.ts';
import { canonicalJson } from '../../../src/core/json.ts';
import { version } from '../../../src/study/version.node.ts';

const folder = mkdtempSync(join(tmpdir(), 'normlab-measured-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const need: Need = {
  kind: 'initial',
  study: {
    kind: 'study',
    options: { arms: ['pre'], task: 'copy', model: { dModel: 8, nHeads: 1, seqLen: 8 }, vary: { 'model.nLayers': [1] } },
  },
  probes: ['amplification'],
  batches: 1,
};
const engine = 'reference';
const file = join(folder, 'measured', `${shortHash(canonicalJson({ need, engine, version }))}.json`);
mkdirSync(join(folder, 'measured'));
/** Stopped before it begins, so that nothing but the file can answer. */
const asked = () => measure(need, { folder, jobs: 1, signal: AbortSignal.abort(), engine });

it('reads what is there, with numbers that are not finite', async () => {
  writeFileSync(file, '{"result":[{"at":1,"value":"NaN"}],"runs":1,"seconds":2,"engine":null}');
  expect(await asked()).toEqual({ result: [{ at: 1, value: Number.NaN }], runs: 1, seconds: 2, engine: null });
});

it.each(['', '{"result":[', 'null', '{}'])('counts "%s" as not measured', async (text) => {
  writeFileSync(file, text);
  expect(await asked()).toBeUndefined();
});

/** Stopped after so many pieces of work. */
function stoppedAfter(pieces: number, whole: Need) {
  const stop = new AbortController();
  let done = 0;
  const progress = (): void => {
    if (++done === pieces) stop.abort();
  };
  return measure(whole, { folder, jobs: 1, signal: stop.signal, engine, progress });
}

const options = {
  arms: ['pre', 'post'],
  task: 'copy',
  model: { dModel: 8, nHeads: 1, seqLen: 8 },
  seeds: 2,
  vary: { 'model.nLayers': [1] },
};
const signalNeed = { kind: 'signal', arms: ['post', 'pre'], depths: [1, 2], setting: 'xiong', width: 8, seeds: 2, batchSize: 2 } as const;

it.each<[string, Need, number]>([
  ['probes', { kind: 'initial', probes: ['amplification'], batches: 1, study: { kind: 'study', options } }, 4],
  ['signals', signalNeed, 4],
])('goes on with %s where it stopped: each piece is measured once', async (_kind, whole, pieces) => {
  rmSync(join(folder, 'measured'), { recursive: true });
  const files = () => readdirSync(join(folder, 'measured')).map((name) => [name, statSync(join(folder, 'measured', name)).mtimeMs]);
  expect(await stoppedAfter(2, whole)).toBeUndefined();
  const before = files();
  expect(before.length).toBeGreaterThanOrEqual(2);
  expect(before.length).toBeLessThan(pieces);
  const measured = await measure(whole, { folder, jobs: 1, signal: new AbortController().signal, engine });
  expect(measured?.result).toHaveLength(pieces);
  // Every piece, and the whole.
  expect(files()).toHaveLength(pieces + 1);
  expect(files()).toEqual(expect.arrayContaining(before));
  rmSync(join(folder, 'measured'), { recursive: true });
  const once = await measure(whole, { folder, jobs: 1, signal: new AbortController().signal, engine });
  expect(measured?.result).toEqual(once?.result);
});
