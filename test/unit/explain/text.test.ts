import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { languages } from '../../../src/core/message/index.ts';
import { explain } from '../../../src/explain/explain.ts';
import { listedFamilies, listedFamily } from '../../../src/explain/families.node.ts';
import { defaultShape, modelFor } from '../../../src/explain/model.ts';
import { svgPicture, textPicture } from '../../../src/explain/picture.ts';
import { findSubject, type SubjectFamily } from '../../../src/explain/subject.ts';
import { explanationText } from '../../../src/explain/text.ts';
import { explanationSchema } from '../../../src/explain/types.ts';
import { fitColumns, wrap } from '../../../src/explain/wrap.ts';
import { attentionNorms } from '../../../src/model/attention-norm/index.ts';
import { inits } from '../../../src/model/init/index.ts';
import { normalizers } from '../../../src/model/normalizer/index.ts';
import { placements } from '../../../src/model/placement/index.ts';
import { presets } from '../../../src/spec/preset/index.ts';

const subjects: readonly (readonly [SubjectFamily, string])[] = [
  ...placements.ids.map((id) => ['placement', id] as const),
  ...normalizers.ids.map((id) => ['normalizer', id] as const),
  ...inits.ids.map((id) => ['init', id] as const),
  ...attentionNorms.ids.map((id) => ['attention-norm', id] as const),
  ...presets.ids.map((id) => ['preset', id] as const),
];

const escapeCode = String.fromCharCode(27);

describe.each(subjects)('%s %s', (family, id) => {
  it.each(languages)('is explained in %s, within the terminal', (language) => {
    const explanation = explain(family, { id }, defaultShape, language);
    expect(explanationSchema.parse(JSON.parse(JSON.stringify(explanation)))).toEqual(explanation);
    for (const width of [40, 80, 120]) {
      const picture = family === 'placement' ? textPicture(modelFor({ id }, defaultShape), language) : '';
      const text = explanationText(explanation, { language, width, picture, others: [] });
      const tooLong = text.split('\n').filter((line) => stringWidth(line) > width);
      // A word that is longer than the line cannot be broken: addresses and formulas.
      expect(tooLong.filter((line) => line.trim().includes(' ') && !/https?:|←|[=·(]|normlab/.test(line))).toEqual([]);
      expect(text).not.toContain(escapeCode);
      expect(text).not.toMatch(/undefined|NaN|\[object/);
    }
  });
});

it('shows what is asked for', () => {
  const text = explanationText(explain('placement', { id: 'deepnorm' }, defaultShape, 'en'), {
    language: 'en',
    width: 100,
    picture: textPicture(modelFor({ id: 'deepnorm' }, defaultShape), 'en'),
    others: ['init/deepnorm'],
  });
  for (const part of [
    'alpha = 2.213364',
    'beta = 0.319472',
    'x ← LN(2.21336·x + F(x))',
    'arXiv'.toLowerCase(),
    '--arms pre,deepnorm+deepnet',
  ])
    expect(text).toContain(part);
});

it('a narrow terminal gets words instead of a picture that would break', () => {
  const page = { language: 'en', picture: textPicture(modelFor({ id: 'ngpt' }, defaultShape), 'en'), others: [] } as const;
  const explanation = explain('placement', { id: 'ngpt' }, defaultShape, 'en');
  expect(explanationText(explanation, { ...page, width: 40 })).not.toContain('┌');
  expect(explanationText(explanation, { ...page, width: 80 })).toContain('┌');
});

describe('what an id means', () => {
  it.each([
    ['sub-ln', 'placement', ['init/sub-ln']],
    ['init/sub-ln', 'init', ['placement/sub-ln']],
    ['rms', 'normalizer', []],
    ['cogview', 'normalizer', ['preset/cogview']],
    ['@cogview', 'preset', ['normalizer/cogview']],
    ['none', 'placement', ['attention-norm/none']],
    ['qk', 'attention-norm', []],
  ] as const)('%s', (given, family, others) => {
    expect(findSubject(given)).toMatchObject({ family, others });
  });

  it.each(['nope', 'init/pre', '@pre', '', 'placement/', 'constructor', '__proto__'])('%j is refused with what there is', (given) => {
    expect(() => findSubject(given)).toThrow(/There is nothing called.*Choose one of/s);
  });
});

describe('lists', () => {
  it.each(listedFamilies.map(({ id }) => id))('%s', (id) => {
    const family = listedFamily(id);
    expect(listedFamily(id.replace(/s$/, ''))).toBe(family);
    for (const language of languages) {
      const members = family.members(language);
      expect(members).toHaveLength(family.size);
      for (const member of members) {
        expect(member.title, member.id).not.toBe('');
        if (family.column) expect(member.line, member.id).not.toBe('');
      }
    }
  });

  it('an unknown family is refused', () => {
    expect(() => listedFamily('colours')).toThrow(/no family called "colours".*placements/);
  });
});

describe('wrapping', () => {
  it('breaks at spaces and between Chinese words, not before punctuation', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    const lines = wrap('残差流随深度增长，深层的块趋于恒等（深度诅咒）。', 12);
    expect(lines.join('')).toBe('残差流随深度增长，深层的块趋于恒等（深度诅咒）。');
    for (const line of lines) {
      expect(stringWidth(line)).toBeLessThanOrEqual(12);
      expect(line).not.toMatch(/^[，。）]|（$/);
    }
    expect(wrap('https://example.org/a/very/long/address', 10)).toEqual(['https://example.org/a/very/long/address']);
    expect(wrap('', 10)).toEqual(['']);
  });

  it('a table stays within the width', () => {
    const rows = fitColumns(
      [
        ['id', 'what'],
        ['a', 'word '.repeat(40)],
      ],
      40,
    );
    const widest = Math.max(...rows.flat().flatMap((cell) => cell.split('\n').map((line) => line.length)));
    expect(widest).toBeLessThanOrEqual(40 - 7 - 2);
    expect(rows[1]?.[1]?.replaceAll('\n', ' ')).toBe('word '.repeat(40).trim());
  });
});

it.each(placements.ids)('the picture of %s is one whole SVG', (id) => {
  const svg = svgPicture(modelFor({ id }, defaultShape), 'zh');
  expect(svg.match(/<svg /g)).toHaveLength(1);
  expect(svg.trim()).toMatch(/^<svg .*<\/svg>$/s);
  expect(svg).not.toMatch(/NaN|undefined/);
});

it('Chinese names stacks and layers, and leaves formulas alone', () => {
  const shape = { ...defaultShape, architecture: 'encoder-decoder' };
  const picture = textPicture(modelFor({ id: 'prores' }, shape), 'zh');
  const text = explanationText(explain('placement', { id: 'prores' }, shape, 'zh'), { language: 'zh', width: 120, picture, others: [] });
  expect(text).toContain('b = 编码器 min(t/1000, 1) … min(t/12000, 1), 解码器');
  expect(text).not.toMatch(/encoder min/);
});
