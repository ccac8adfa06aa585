/** Tables fit: cells fold, and where words are too long each row becomes a list; no line is longer than the terminal. */
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { columnsThatFit, table } from '../../../src/cli/table.ts';

const head = ['arm', 'equation', 'validation loss'];
const rows = [
  ['post', 'x ← LN(x + F(x))', '2.529 [2.512, 2.545] (n = 5)'],
  ['sandwich', 'x ← x + LN(F(LN(x)))', '2.353 [2.347, 2.359] (n = 5)'],
  ['三明治归一化', 'x ← x + LN(F(LN(x)))', '没有显示出差异，还需要大约三个种子'],
];
const widest = (text: string): number => Math.max(...text.split('\n').map((line) => stringWidth(line)));
const bare = (text: string): string => text.replace(/[^\p{L}\p{N}.←+]/gu, '');

describe('a table', () => {
  it('is as wide as it wants where nothing says how wide', () => {
    expect(widest(table(head, rows, Number.POSITIVE_INFINITY))).toBe(76);
  });

  it.each([80, 76, 75, 70, 60, 50, 40, 30])('has no line beyond %i columns, and loses nothing', (width) => {
    const text = table(head, rows, width);
    expect(widest(text)).toBeLessThanOrEqual(width);
    const words = [...bare(text)].sort().join('');
    for (const cell of rows.flat()) for (const letter of new Set(bare(cell))) expect(words).toContain(letter);
    expect(text.startsWith('┌')).toBe(width >= 40);
  });

  it('folds what has room to give: a word that cannot be cut keeps its column', () => {
    const text = table(['run', 'what it says'], [['runs/judge-0d79b544750a', 'much more than fits on one line here']], 50);
    expect(text).toContain('│ runs/judge-0d79b544750a │');
    expect(widest(text)).toBeLessThanOrEqual(50);
  });

  it('as lists has room for their indent, and no line without words', () => {
    const text = table(['id', 'equation', 'options'], [['a-long-id-that-cannot-be-cut', 'x ← x + '.repeat(9), '']], 40);
    expect(widest(text)).toBeLessThanOrEqual(40);
    expect(text).not.toContain('options');
    expect(text).toMatch(/^id: a-long/);
    expect(table(['id', '名称'], [['a-long-id-that-cannot-be-cut', '无归一化']], 20)).toContain('  名称：无归一化');
  });

  it('may drop columns from the right, never the first', () => {
    expect(columnsThatFit(head, rows, 1, 80)).toBe(3);
    expect(columnsThatFit(head, rows, 1, 60)).toBe(2);
    expect(columnsThatFit(head, rows, 1, 10)).toBe(1);
  });
});
