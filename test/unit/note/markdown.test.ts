/** The Markdown that comes out: front matter, headings, mathematics, links, figures. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import type { ClaimVerdict } from '../../../src/claim/types.ts';
import { languages } from '../../../src/core/message/index.ts';
import { beside, embedded } from '../../../src/note/figure-link.ts';
import { recognise } from '../../../src/note/front-matter.ts';
import { noteText } from '../../../src/note/note.ts';
import { plain } from '../../../src/note/plain.ts';
import { once } from '../../helper/once.ts';
import { allComeOut, allEvidence, links, madeEvidence, verdicts } from './made.ts';

beforeEach(() => allComeOut('contradicted'));
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const frontMatter = (text: string) => parse(/^---\n(.*?)\n---\n/s.exec(text)?.[1] ?? '') as Record<string, unknown>;
const withoutCode = (text: string): string => text.replaceAll(/`[^`\n]*`/g, '').replaceAll(/\\[\\`*_$<]/g, '');

describe.each(languages)('%s', (language) => {
  const notes = new Map<string, string>();
  const note = (verdict: ClaimVerdict = 'contradicted') =>
    once(notes, verdict, () => {
      allComeOut(verdict);
      return noteText(allEvidence(), language, links);
    });

  it('begins with front matter that YAML readers take', () => {
    const fields = frontMatter(note());
    expect(Object.keys(fields)).toEqual(['title', 'date', 'lang', 'tags', 'aliases', 'source', 'digest']);
    expect(fields).toMatchObject({
      title: expect.stringMatching(/Layer Norm/),
      date: '2026-01-02',
      lang: language === 'en' ? 'en' : 'zh-CN',
      source: `npx normlab note --lang ${language}`,
    });
    for (const list of [fields.tags, fields.aliases]) expect((list as string[]).every((one) => typeof one === 'string')).toBe(true);
    // Obsidian takes no spaces in tags.
    for (const tag of fields.tags as string[]) expect(tag).toMatch(/^[\p{L}\p{N}_-]+$/u);
  });

  it('has the date of the newest evidence, whatever the clock says', () => {
    const evidence = allEvidence();
    evidence.set('rms-equals-layer', madeEvidence('rms-equals-layer', '2026-03-04T00:00:00.000Z'));
    const first = noteText(evidence, language, links);
    vi.useFakeTimers({ now: new Date('2031-05-06') });
    expect(noteText(evidence, language, links)).toBe(first);
    expect(frontMatter(first).date).toBe('2026-03-04');
  });

  it('has one title, and headings that never skip a level', () => {
    const levels = [...note().matchAll(/^(#+) \S/gm)].map(([, hashes = '']) => hashes.length);
    expect(levels.filter((level) => level === 1)).toEqual([1]);
    expect(levels[0]).toBe(1);
    for (const [i, level] of levels.entries()) expect(level - (levels[i - 1] ?? 0)).toBeLessThanOrEqual(1);
  });

  it.each(verdicts)('holds no HTML, and its mathematics is closed (%s)', (verdict) => {
    vi.restoreAllMocks();
    const text = withoutCode(note(verdict));
    expect(text).not.toMatch(/<[a-z/!?]/i);
    expect(text.match(/^\$\$$/gm)?.length).toBe(2);
    for (const line of text.split('\n').filter((one) => one !== '$$')) expect((line.match(/\$/g) ?? []).length % 2, line).toBe(0);
  });

  it('says the formula: biased variance, epsilon under the root', () => {
    expect(note()).toContain('\\sigma^2 = \\frac{1}{H} \\sum_{i=1}^{H} (x_i - \\mu)^2');
    expect(note()).toContain('\\frac{x_i - \\mu}{\\sqrt{\\sigma^2 + \\varepsilon}} + \\beta_i');
  });

  it('leads to headings that are there', () => {
    const headings = new Set([...note().matchAll(/^### ([a-z0-9-]+)$/gm)].map(([, id]) => id));
    const targets = [...note().matchAll(/\]\(#([^()]+)\)/g)].map(([, id]) => id);
    expect(targets.length).toBeGreaterThan(100);
    for (const target of targets) expect(headings).toContain(target);
  });

  it('has tables whose rows are as wide as their heads', () => {
    const tables = note().match(/(?:^\|.*\n)+/gm) ?? [];
    expect(tables.length).toBe(3);
    for (const table of tables)
      expect(
        new Set(
          table
            .trim()
            .split('\n')
            .map((line) => line.split(/(?<!\\)\|/).length),
        ).size,
      ).toBe(1);
  });

  it('carries its figures as data that hold the SVG', () => {
    const text = noteText(allEvidence(), language, embedded);
    const figures = [...text.matchAll(/!\[[^\]]+\]\(data:image\/svg\+xml;base64,([A-Za-z0-9+/=]+)\)/g)].map(([, data]) => data as string);
    expect(figures.length).toBe(allEvidence().size);
    for (const data of figures) {
      const svg = Buffer.from(data, 'base64').toString('utf8');
      expect(svg).toMatch(/^<svg[^>]*xmlns/);
      expect(svg.trimEnd()).toMatch(/<\/svg>$/);
      if (language === 'zh') expect(svg).toMatch(/[一-鿿]/);
    }
    expect(text).not.toMatch(/\]\((?!#|data:|https:)/);
  });

  it('names the files that stand beside it, whatever the folder is called', () => {
    const { links: linked, files } = beside('my (note) 50%-figures');
    const text = noteText(allEvidence(), language, linked);
    const named = [...text.matchAll(/!\[[^\]]+\]\(([^()]+)\)/g)].map(([, target]) => decodeURIComponent(target as string));
    expect(named.sort()).toEqual([...files.keys()].map((name) => `my (note) 50%-figures/${name}`).sort());
    for (const svg of files.values()) expect(svg).toMatch(/^<svg/);
  });
});

describe('a text in the way', () => {
  const text = noteText(new Map(), 'en', links);

  it.each([
    ['as it was written', text, 'note'],
    ['with line ends of Windows', text.replaceAll('\n', '\r\n'), 'note'],
    ['with a sentence more', `${text}\nMy own thought.\n`, 'edited'],
    ['with a tag more', text.replace('tags:', 'tags:\n  - mine'), 'edited'],
    ['without its digest', text.replace(/^digest: .*\n/m, ''), 'edited'],
    ['of somebody else', '---\ntitle: Mine\nsource: a book\n---\n\n# Mine\n', 'other'],
    ['without front matter', '# Mine\n', 'other'],
    ['with front matter that is no YAML', '---\na: [\n---\n', 'other'],
    ['with front matter that is no map', '---\n- a\n---\n', 'other'],
    ['with front matter never closed', '---\nsource: npx normlab note\n', 'other'],
    ['that is empty', '', 'other'],
  ])('%s', (_, given, found) => expect(recognise(given)).toBe(found));
});

it.each([
  ['2*3*4 and _x_', '2\\*3\\*4 and \\_x\\_'],
  ['costs $5, `code`', 'costs \\$5, \\`code\\`'],
  ['a < b, <b>', 'a < b, \\<b>'],
  ['C:\\d', 'C:\\\\d'],
])('%s is shown as it is', (given, written) => expect(plain(given)).toBe(written));
