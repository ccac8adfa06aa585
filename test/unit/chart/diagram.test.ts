import { parseHTML } from 'linkedom';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { type DiagramData, stackedDiagram, sublayerDiagram } from '../../../src/chart/diagram.ts';
import { textDiagram } from '../../../src/chart/text-diagram.ts';
import { modelDiagrams } from '../../../src/model/diagram.ts';
import { placements } from '../../../src/model/placement/index.ts';
import { parseRun } from '../../../src/spec/parse.ts';

const norm = { kind: 'norm', label: 'LN' } as const;
const branch = { kind: 'branch', label: 'F' } as const;
const bare: DiagramData = { entry: [], branch: [branch], identity: [], exit: [] };

/** A placement that people write, with no rule. */
const planned = (id: (typeof placements.ids)[number]) => (placements.get(id).written ? { id, rules: [] } : id);

describe('what a model gives', () => {
  const dataOf = (placement: string) => modelDiagrams(parseRun({ model: { placement: placement as 'pre', nLayers: 12 } }).model);

  it('letters are told, for scales that differ from layer to layer and for long formulas', () => {
    expect(dataOf('lns')[0]?.data.legend).toEqual(['s = 1 … 0.288675']);
    expect(dataOf('gpas')[0]?.data.legend).toEqual(['c = 1 − silu(gate)', '× c: y ↦ y + (c − 1)·sg(y)']);
    expect(dataOf('pre')[0]?.data.legend).toEqual([]);
  });

  it('says what the branch reads and what the sum keeps', () => {
    expect(dataOf('parallel')[0]?.data).toMatchObject({ reads: 'x₀', keeps: ['x'] });
    expect(dataOf('b2t').map(({ data }) => data.keeps)).toEqual([['x'], ['x₀', 'x']]);
    expect(dataOf('span').map(({ data }) => data.keeps)).toEqual([['x'], ['x₀']]);
  });

  it('shows what is inside a branch', () => {
    const labels = (placement: string) =>
      dataOf(placement).map(({ data }) => data.branch.map(({ label, notes = [] }) => [label, ...notes].join(' | ')));
    expect(labels('sub-ln')).toEqual([['LN', 'F', 'LN', 'W']]);
    expect(labels('hybrid')).toEqual([['F | q, k, v ← LN'], ['F']]);
    expect(labels('fixup')).toEqual([['+ input_shift', 'F', '+ inner_shift', 'W', '× multiplier']]);
  });
});

describe('in characters', () => {
  it.each<[string, DiagramData, string]>([
    [
      'Pre-Norm',
      { ...bare, branch: [norm, branch] },
      `
 x ─┬─────────────────(+)──→ x
    │  ┌────┐  ┌───┐   │
    └──┤ LN ├──┤ F ├───┘
       └────┘  └───┘`,
    ],
    [
      'a factor on the identity and a norm behind the sum',
      { ...bare, identity: [{ kind: 'scale', label: '× 2' }], exit: [norm] },
      `
        ┌─────┐        ┌────┐
 x ─┬───┤ × 2 ├───(+)──┤ LN ├──→ x
    │   └─────┘    │   └────┘
    │  ┌───┐       │
    └──┤ F ├───────┘
       └───┘`,
    ],
    [
      'a branch that reads the input of the block',
      { ...bare, reads: 'x₀' },
      `
 x ──────────(+)──→ x
      ┌───┐   │
 x₀ ──┤ F ├───┘
      └───┘`,
    ],
    [
      'an identity that is the input of the block, an entry norm on what the branch reads',
      { ...bare, entry: [norm], keeps: ['x₀'] },
      `
 x₀ ────────────────(+)──→ x
     ┌────┐  ┌───┐   │
 x ──┤ LN ├──┤ F ├───┘
     └────┘  └───┘`,
    ],
    [
      'the input of the block besides the stream',
      { ...bare, keeps: ['x₀', 'x'] },
      `
 x₀ ───────────┐
               │
               │
 x ─┬─────────(+)──→ x
    │  ┌───┐   │
    └──┤ F ├───┘
       └───┘`,
    ],
    [
      'notes inside a box, Chinese and combining characters',
      { ...bare, branch: [{ ...branch, label: '前馈', notes: ['q, k ← x̂'] }, norm], legend: ['a = 1'] },
      `
 x ─┬────────────────────────(+)──→ x
    │  ┌──────────┐  ┌────┐   │
    └──┤   前馈   ├──┤ LN ├───┘
       │ q, k ← x̂ │  └────┘
       └──────────┘
 a = 1`,
    ],
  ])('%s', (_name, data, expected) => {
    expect(`\n${textDiagram(data)}`).toBe(expected);
  });

  /** One cell a column; the second column of a wide character is empty. */
  const grid = (text: string): string[][] =>
    text
      .split('\n')
      .map((line) =>
        [...new Intl.Segmenter().segment(line)].flatMap(({ segment }) => [
          segment,
          ...Array.from({ length: stringWidth(segment) - 1 }, () => ''),
        ]),
      );

  it.each(placements.ids)('%s has whole boxes', (id) => {
    for (const { data } of modelDiagrams(parseRun({ model: { placement: planned(id), nLayers: 12 } }).model)) {
      const cells = grid(textDiagram({ ...data, legend: [] }));
      const at = (y: number, x: number) => cells[y]?.[x] ?? ' ';
      const corners = cells.flatMap((line, y) => line.flatMap((cell, x) => (cell === '┌' ? [{ x, y }] : [])));
      expect(corners).toHaveLength([data.entry, data.branch, data.identity, data.exit].flat().length);
      for (const { x, y } of corners) {
        const right = (cells[y] as string[]).indexOf('┐', x);
        const bottom = cells.findIndex((_, below) => below > y && at(below, x) === '└');
        expect(at(bottom, right)).toBe('┘');
        for (let row = y + 1; row < bottom; row++) expect(`${at(row, x)}${at(row, right)}`).toMatch(/^[│┤][│├]$/);
        for (let column = x + 1; column < right; column++) expect(`${at(y, column)}${at(bottom, column)}`).toBe('──');
      }
    }
  });
});

describe('as SVG', () => {
  const parse = (svg: string) => parseHTML(`<body>${svg}</body>`).document.querySelector('svg') as unknown as Element;
  const number = (element: Element, name: string) => Number(element.getAttribute(name));

  it.each(placements.ids)('%s: everything inside the frame, no box on another', (id) => {
    const rows = modelDiagrams(parseRun({ model: { placement: planned(id) } }).model).map(({ where, data }) => ({ label: where, data }));
    const svg = parse(stackedDiagram(rows, 'equation', ['how streams are joined']));
    const [width, height] = [number(svg, 'width'), number(svg, 'height')];
    const boxes = [...svg.querySelectorAll('rect')].map((rect) => ({
      left: number(rect, 'x'),
      right: number(rect, 'x') + number(rect, 'width'),
      top: number(rect, 'y'),
      bottom: number(rect, 'y') + number(rect, 'height'),
    }));
    for (const box of boxes) {
      expect(box.left).toBeGreaterThan(0);
      expect(box.right).toBeLessThan(width);
      expect(box.top).toBeGreaterThanOrEqual(0);
      expect(box.bottom).toBeLessThan(height);
    }
    const overlaps = boxes.flatMap((a, i) =>
      boxes.slice(i + 1).filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom),
    );
    expect(overlaps).toEqual([]);
    for (const text of svg.querySelectorAll('text')) expect(number(text, 'y')).toBeLessThan(height);
  });

  it('a wide factor on the identity pushes the sum away', () => {
    const svg = parse(sublayerDiagram({ ...bare, identity: [{ kind: 'scale', label: 'a factor with a long name' }] }, 'x'));
    const factor = [...svg.querySelectorAll('rect')].at(-1) as Element;
    const circle = svg.querySelector('circle') as Element;
    expect(number(factor, 'x') + number(factor, 'width')).toBeLessThan(number(circle, 'cx') - 10);
  });

  it('is one picture, whatever the number of rows', () => {
    const row = { label: 'attn', data: bare };
    const svg = stackedDiagram([row, { ...row, label: 'ffn' }], 'x ← x + F(x)');
    expect(svg.match(/<svg /g)).toHaveLength(1);
    expect(svg).toContain('>attn<');
    expect(svg).toContain('>ffn<');
  });

  it('escapes what it is given', () => {
    const svg = sublayerDiagram({ ...bare, branch: [{ kind: 'branch', label: '<b>&"' }] }, '<script>');
    expect(svg).not.toMatch(/<b>|<script>/);
    expect(svg).toContain('&lt;b&gt;&amp;&quot;');
  });
});
