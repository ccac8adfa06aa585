/** A clock that jumps by years, forwards and back: nothing that is kept, locked or gone on with may hang on it. */
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { filesBelow, inFolder, normlab, start } from '../cli/normlab.ts';
import { aliveWhen } from '../helper/progress.ts';

/** Each reading of the date is up to twenty years off. */
const jumping = `
const RealDate = Date;
const now = () => RealDate.now() + (Math.random() - 0.5) * 40 * 365 * 86400e3;
globalThis.Date = class extends RealDate {
  constructor(...given) { given.length === 0 ? super(now()) : super(...given); }
  static now() { return now(); }
};
`;

const spec = `
model: { placement: post, nLayers: 1, dModel: 8, nHeads: 2, seqLen: 8, dropout: 0.1 }
task: copy
steps: 1000
checkpointSeconds: 0
`;

it('a run under a jumping clock is cut off, loses its newest checkpoint and half a line, and ends in the bits of any other', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'spec.yaml'), spec);
    writeFileSync(join(folder, 'jump.mjs'), jumping);
    const env = { NODE_OPTIONS: `--import=${pathToFileURL(join(folder, 'jump.mjs')).href}` };
    expect((await normlab(['train', 'spec.yaml', '--out', 'whole'], { cwd: folder })).code).toBe(0);
    const { child, ended } = start(['train', 'spec.yaml', '--out', 'cut'], { cwd: folder, env });
    const checkpoints = () => filesBelow(folder).filter((file) => /cut.*step-\d+\.safetensors$/.test(file));
    expect(await aliveWhen(child, () => checkpoints().length >= 2)).toBe(true);
    process.kill(-(child.pid as number), 'SIGKILL');
    await ended;
    const newest = checkpoints().sort().at(-1) as string;
    truncateSync(newest, Math.floor(readFileSync(newest).length / 2));
    const events = join(folder, 'cut', 'events.jsonl');
    truncateSync(events, readFileSync(events).length - 7);
    const resumed = await normlab(['train', 'spec.yaml', '--out', 'cut', '--resume'], { cwd: folder, env });
    expect(resumed.code, resumed.stderr).toBe(0);
    for (const file of ['events.jsonl', 'checkpoints/final.safetensors'])
      expect(readFileSync(join(folder, 'cut', file)).equals(readFileSync(join(folder, 'whole', file))), file).toBe(true);
  });
});
