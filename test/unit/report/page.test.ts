import { describe, expect, it } from 'vitest';
import { type Language, languages } from '../../../src/core/message/index.ts';
import { renderCompareReport } from '../../../src/report/compare.ts';
import { renderSignalReport } from '../../../src/report/signal.ts';
import { once } from '../../helper/once.ts';
import { compareFixture } from './fixture.ts';
import { signalFixture } from './signal-fixture.ts';

/** Drawn anew each time it is asked for. */
const draw: Readonly<Record<string, (language: Language) => string>> = {
  compare: (language) => renderCompareReport(compareFixture(), language),
  signal: (language) => renderSignalReport(signalFixture(), language),
};

describe.each(Object.entries(draw))('%s report', (_name, anew) => {
  const drawn = new Map<Language, string>();
  const render = (language: Language) => once(drawn, language, () => anew(language));

  it.each(languages)('in %s: loads nothing and runs nothing', (language) => {
    const page = render(language).replaceAll('xmlns="http://www.w3.org/2000/svg"', '');
    expect(page).not.toMatch(/https?:|\/\/[a-z]|<script|<link|<iframe|@import|\ssrc=|\son\w+=|url\(/i);
    expect(page).toContain("default-src 'none'");
    expect([...page.matchAll(/href="([^"]*)"/g)].map(([, target]) => target?.[0])).toSatisfy((all: string[]) =>
      all.every((sign) => sign === '#'),
    );
  });

  it.each(languages)('in %s: every link has its target, and no id occurs twice', (language) => {
    const page = render(language);
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(target);
  });

  it('is the same every time', () => {
    expect(anew('en')).toBe(render('en'));
  });

  it('names its language, its viewport and its character set', () => {
    expect(render('zh')).toContain('<html lang="zh-Hans">');
    expect(render('en')).toContain('<html lang="en">');
    for (const part of ['<meta charset="utf-8">', 'name="viewport"', 'prefers-color-scheme: dark', '@media print'])
      expect(render('en')).toContain(part);
  });

  it.each(languages)('in %s: leaves no placeholder, key, undefined or object in the text', (language) => {
    const text = render(language)
      .replace(/<style>.*?<\/style>/s, '')
      .replace(/<[^>]*>/g, ' ');
    expect(text).not.toMatch(/report\.\w+|undefined|\[object|\{\w+\}|\bnull\b/);
  });
});

it('a page of a hundred runs stays small enough to send', () => {
  expect(renderCompareReport(compareFixture(), 'en').length).toBeLessThan(400_000);
});
