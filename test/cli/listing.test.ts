/** Lists on a terminal: runs by what people look for first, claims as sentences; no line is wider than asked. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { expect, it } from 'vitest';
import { inFolder, normlab } from './normlab.ts';

const widest = (text: string): number => Math.max(...text.split('\n').map((line) => stringWidth(line)));
const study = `
arms:
  - { id: mine, model: { placement: { id: custom, name: my-norms, rules: [{ input: true }] } } }
  - pre
run:
  task: { id: copy, symbols: 3 }
  model: { nLayers: 1, dModel: 8, nHeads: 2, seqLen: 8 }
  steps: 2
  batchSize: 2
tune: { lr: [0.003, 0.01], warmup: [0] }
seeds: 1
`;

it('runs: placement, normalizer, learning rate, warm-up, task and seed first; rules of one’s own by name', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'study.yaml'), study);
    const ran = await normlab(['study', 'study.yaml', '--out', 'out'], { cwd: folder });
    expect(ran.code, ran.stderr).toBe(0);
    const { stdout } = await normlab(['runs', 'out'], { cwd: folder });
    const cells = stdout
      .split('\n')[1]
      ?.split('│')
      .map((cell) => cell.trim());
    expect(cells?.slice(1, 10)).toEqual([
      'run',
      'placement',
      'normalizer',
      'learning rate',
      'warm-up',
      'task',
      'seed',
      'state',
      'validation loss',
    ]);
    expect(stdout).toContain('custom (my-norms)');
    for (const COLUMNS of ['120', '80', '60']) {
      const narrow = await normlab(['runs', 'out'], { cwd: folder, env: { COLUMNS } });
      expect(widest(narrow.stdout)).toBeLessThanOrEqual(Number(COLUMNS));
      expect(narrow.stdout).toContain('(my-norms)');
    }
    const chinese = await normlab(['report', 'out', '--lang', 'zh'], { cwd: folder, env: { COLUMNS: '60' } });
    const table = chinese.stdout.split('\n').filter((line) => /^[│┌├└]/.test(line));
    expect(table.length).toBeGreaterThan(4);
    expect(widest(table.join('\n'))).toBeLessThanOrEqual(60);
  });
});

it.each(['en', 'zh'])('claims: sentences, filtered, in 80 columns (%s)', async (lang) => {
  const asked = ['claims', '--lang', lang, '--verdict', 'contradicted', '--placement', 'post', '--group', 'note'];
  const { stdout, code } = await normlab(asked, { cwd: '.', env: { COLUMNS: '80' } });
  expect(code).toBe(0);
  expect(stdout).toContain('post-gradient-vanishes');
  expect(stdout.replace(/[│\s]/g, '')).toContain(lang === 'en' ? 'gradientvanishes' : '后归一化');
  expect(stdout).not.toContain('keel-lr-ordering');
  expect(widest(stdout)).toBeLessThanOrEqual(80);
  const wrong = await normlab(['claims', '--verdict', 'maybe'], { cwd: '.' });
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('supported, contradicted, not-shown, none')]);
});
