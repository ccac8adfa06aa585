import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reportEn } from '../../../src/core/message/report.en.ts';
import { reportZh } from '../../../src/core/message/report.zh.ts';
import { renderCompareReport } from '../../../src/report/compare.ts';
import { renderSignalReport } from '../../../src/report/signal.ts';
import { compareFixture } from './fixture.ts';
import { signalFixture } from './signal-fixture.ts';

const keys = Object.keys(reportEn) as (keyof typeof reportEn)[];

/** The names of a message's placeholders, plural branches left aside. */
const placeholders = (text: string): string[] => [...new Set([...text.matchAll(/\{(\w+)(?=[,}])/g)].map(([, name]) => name ?? ''))].sort();

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.includes('message'))
  .map((path) => readFileSync(join('src', path), 'utf8'))
  .join('\n');

describe('the catalogue of the report', () => {
  it('holds no message that nobody says', () => {
    expect(keys.filter((key) => !sources.includes(`'${key}'`))).toEqual([]);
  });

  it('is Chinese in Chinese', () => {
    const worded = keys.filter((key) => /[a-z]{2,}/i.test(reportEn[key].replace(/\{[^{}]*\}/g, '')));
    expect(worded.length).toBeGreaterThan(150);
    expect(worded.filter((key) => !/[\u4e00-\u9fff]/.test(reportZh[key]))).toEqual([]);
  });

  it('takes the same values in both languages', () => {
    expect(keys.filter((key) => placeholders(reportZh[key]).join() !== placeholders(reportEn[key]).join())).toEqual([]);
  });
});

it('the catalogues hold the same keys', () => {
  expect(Object.keys(reportZh)).toEqual(Object.keys(reportEn));
});

describe('a Chinese page', () => {
  const pages = { compare: renderCompareReport(compareFixture(), 'zh'), signal: renderSignalReport(signalFixture(), 'zh') };
  const english = Object.values<string>(reportEn).filter((text) => /^[^{}]{12,}$/.test(text));

  it.each(Object.entries(pages))('%s holds no English message', (_name, page) => {
    expect(english.length).toBeGreaterThan(50);
    expect(english.filter((text) => page.includes(text))).toEqual([]);
  });
});
