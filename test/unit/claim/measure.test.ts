/** What was measured once is read again; what cannot be read is measured anew. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
const file = join(folder, 'measured', `${shortHash(canonicalJson({ need, version, engine }))}.json`);
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
