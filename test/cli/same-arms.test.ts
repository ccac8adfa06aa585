/** Arms that are one model: said before anything is trained, and beside the numbers. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { compareJsonSchema } from '../../src/study/compare-json.ts';
import { inFolder, normlab, readJson, tiny } from './normlab.ts';

it('Mix-LN below four blocks is Pre-Norm: in the terminal before the runs and after them, in the report and in the JSON', async () => {
  await inFolder(async (folder) => {
    const asked = ['compare', ...tiny, '--depth', '3', '--arms', 'pre,mix-ln,post', '--out', 'out', '--json', 'out.json'];
    const { code, stdout, stderr } = await normlab(asked, { cwd: folder });
    expect(code, stderr).toBe(0);
    const alike = 'At 3 blocks mix-ln is the same model as pre';
    const same = 'pre and mix-ln are one and the same model here';
    for (const words of [alike, same]) {
      expect(stderr.indexOf(words)).toBeGreaterThan(-1);
      expect(stderr.indexOf(words)).toBeLessThan(stderr.includes('%') ? stderr.indexOf('%') : stderr.length);
      expect(stdout).toContain(words);
      expect(readFileSync(join(folder, 'out', 'report.html'), 'utf8')).toContain(words);
    }
    const { arms, pairs } = compareJsonSchema.parse(readJson(folder, 'out.json'));
    expect(arms.map(({ warnings }) => warnings.length)).toEqual([1, 2, 0]);
    expect(pairs.find(({ a, b }) => a === 'pre' && b === 'mix-ln')?.difference).toBe(0);
  });
});

it('from four blocks on nothing is said', async () => {
  await inFolder(async (folder) => {
    const { stdout, stderr } = await normlab(['compare', ...tiny, '--depth', '4', '--arms', 'pre,mix-ln', '--out', 'out'], { cwd: folder });
    expect(`${stdout}${stderr}`).not.toContain('same model');
  });
});
