import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { storedModel } from '../../../src/probe/stored.node.ts';
import { inFolder, oddEvents, writeRun } from '../export/runs.ts';

it('says of a folder without a run, or with a damaged one, that it has none', async () => {
  await inFolder((folder) => {
    expect(() => storedModel(folder)).toThrow(expect.objectContaining({ key: 'error.probeNoRun', values: { folder } }));
    writeFileSync(join(folder, 'run.json'), '{');
    expect(() => storedModel(folder)).toThrow(expect.objectContaining({ key: 'error.probeNoRun' }));
  });
});

it('says of a run without weights how it stands', async () => {
  await inFolder((folder) => {
    writeRun(folder, 'x', oddEvents, undefined, 'broke');
    expect(() => storedModel(folder)).toThrow(expect.objectContaining({ key: 'error.probeWeights', values: { folder, state: 'failed' } }));
  });
});
