/** The study note from the command line: written whole, written again, and never over what somebody else wrote. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { inFolder, normlab } from './normlab.ts';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const textOf = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8');

describe('normlab note', () => {
  it('writes one file that stands by itself, the same again and on standard output', async () => {
    await inFolder(async (folder) => {
      const { code, stdout, stderr } = await normlab(['note', 'notes/layer norm.md'], { cwd: folder });
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/layer norm\.md: \d+ of \d+ claims with evidence/);
      const text = textOf(folder, 'notes/layer norm.md');
      expect(text).toMatch(/^---\ntitle: .*Layer Norm/);
      expect(text).toContain('](data:image/svg+xml;base64,');
      expect(readdirSync(join(folder, 'notes'))).toEqual(['layer norm.md']);
      expect((await normlab(['note', 'notes/layer norm.md'], { cwd: folder })).code).toBe(0);
      expect(textOf(folder, 'notes/layer norm.md')).toBe(text);
      expect((await normlab(['note', '-'], { cwd: folder })).stdout).toBe(text);
    });
  });

  it('puts the figures beside it when asked', async () => {
    await inFolder(async (folder) => {
      const { code, stdout } = await normlab(['note', 'a note.md', '--figures', 'files', '--lang', 'zh'], { cwd: folder });
      expect(code).toBe(0);
      expect(stdout).toMatch(/\d+ 幅图在 .*a note-figures/);
      const text = textOf(folder, 'a note.md');
      expect(text).toContain('lang: zh-CN');
      const targets = [...text.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, target]) => decodeURIComponent(target as string));
      expect(targets.length).toBeGreaterThan(10);
      for (const target of targets) expect(existsSync(join(folder, target)), target).toBe(true);
    });
  });

  it('leaves alone what it did not write, and what was edited since, unless forced', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'mine.md'), '# Mine\n');
      const refused = await normlab(['note', 'mine.md'], { cwd: folder });
      expect([refused.code, refused.stdout]).toEqual([2, '']);
      expect(refused.stderr).toMatch(/mine\.md already exists and was not written by normlab.*--force/);
      expect(textOf(folder, 'mine.md')).toBe('# Mine\n');

      await normlab(['note', 'note.md'], { cwd: folder });
      const text = textOf(folder, 'note.md');
      writeFileSync(join(folder, 'note.md'), `${text}\nMy own thought.\n`);
      const edited = await normlab(['note', 'note.md', '--lang', 'zh'], { cwd: folder });
      expect(edited.code).toBe(2);
      expect(edited.stderr).toMatch(/note\.md 在 normlab 写出之后被改动过.*--force/);
      expect(textOf(folder, 'note.md')).toContain('My own thought.');

      expect((await normlab(['note', 'note.md', '--force'], { cwd: folder })).code).toBe(0);
      expect(textOf(folder, 'note.md')).toBe(text);
      // An empty file, as editors make them, holds nothing to lose.
      writeFileSync(join(folder, 'empty.md'), '');
      expect((await normlab(['note', 'empty.md'], { cwd: folder })).code).toBe(0);
    });
  });

  it('takes evidence that was measured here above the committed one', async () => {
    await inFolder(async (folder) => {
      const found = await normlab(['claims', 'rms-equals-layer', '--json', '-'], { cwd: folder });
      const [{ evidence }] = JSON.parse(found.stdout) as [{ evidence: { date: string } }];
      mkdirSync(join(folder, 'own/evidence'), { recursive: true });
      writeFileSync(join(folder, 'own/evidence/rms-equals-layer.json'), JSON.stringify({ ...evidence, date: '2199-01-02T00:00:00.000Z' }));
      const { stdout } = await normlab(['note', '-', '--claims', 'own'], { cwd: folder });
      expect(stdout).toContain('date: 2199-01-02\n');
      expect((await normlab(['note', '-'], { cwd: folder })).stdout).not.toContain('2199');
    });
  });

  it('ends quietly when its reader has enough', async () => {
    await inFolder(async (folder) => {
      const { stdout, stderr } = await promisify(execFile)('sh', ['-c', `"${process.execPath}" "${main}" note - | head -1`], {
        cwd: folder,
      });
      expect([stdout, stderr]).toEqual(['---\n', '']);
    });
  });

  it('says what it takes, in both languages', async () => {
    await inFolder(async (folder) => {
      expect((await normlab(['note', '--help'], { cwd: folder })).stdout).toMatch(
        /study note.*--figures <place>.*--claims <folder>.*--force/s,
      );
      expect((await normlab(['note', '--help', '--lang', 'zh'], { cwd: folder })).stdout).toMatch(/学习笔记/);
    });
  });
});
