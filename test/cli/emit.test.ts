/** The C that a person asks for compiles by the command that stands in it. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { openLibrary } from '../../src/engine/native/library.node.ts';
import { inFolder, normlab } from './normlab.ts';

it('writes C that compiles by its own first line, and trains nothing', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'spec.json'), JSON.stringify({ model: { placement: 'pre', nLayers: 1, dModel: 16, nHeads: 2, seqLen: 8 } }));
    const { code, stdout } = await normlab(['train', 'spec.json', '--emit', 'c'], { cwd: folder });
    expect([code, stdout.split('\n')[0]]).toEqual([0, 'C files in c: step.c, measured-step.c, evaluation.c. Compile them there with']);
    expect(readdirSync(folder).sort()).toEqual(['c', 'spec.json']);
    const [, , , line = ''] = stdout.split('\n');
    await promisify(execFile)('/bin/sh', ['-c', line], { cwd: join(folder, 'c') });
    expect(existsSync(join(folder, 'c', 'evaluation.so'))).toBe(true);
    expect(openLibrary(join(folder, 'c', 'evaluation.so')).arena).toBeGreaterThan(0);
  });
});
