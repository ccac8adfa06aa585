/** Contradictions between papers: whole as data, and shown with what every claim came to. */
import { describe, expect, it } from 'vitest';
import { contradictions } from '../../../src/claim/contradictions.ts';
import { committedFolder, evidenceIn } from '../../../src/claim/folder.node.ts';
import { claims } from '../../../src/claim/index.ts';
import { overviewPage } from '../../../src/claim/page/overview.ts';
import { languages, message } from '../../../src/core/message/index.ts';

const evidence = evidenceIn(committedFolder);

describe.each(contradictions)('$about.en', ({ about, sides, claims: ids }) => {
  it('names papers that differ, each once', () => {
    const urls = sides.map(({ source }) => source.url);
    expect(urls.length).toBeGreaterThan(1);
    expect(new Set(urls).size).toBe(urls.length);
  });

  it('names claims that there are, each once', () => {
    for (const id of ids) expect(claims.ids).toContain(id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('names claims that cite at least one of its papers', () => {
    const cited = ids.flatMap((id) => claims.get(id).sources.map(({ url }) => url));
    expect(sides.some(({ source }) => cited.includes(source.url))).toBe(true);
  });

  it('speaks both languages', () => {
    for (const text of sides.map(({ says }) => says)) {
      expect(text.en).not.toMatch(/[一-鿿]/);
      expect(text.zh).toMatch(/[一-鿿]/);
    }
    expect(about.en).not.toMatch(/[一-鿿]/);
  });
});

describe.each(languages)('the overview (%s)', (language) => {
  const lines = overviewPage(evidence, language).split('\n');

  it.each(contradictions)('shows every side and every verdict: $about.en', ({ about, sides, claims: ids }) => {
    const line = lines.find((one) => one.startsWith(`| ${about[language]} |`)) ?? '';
    for (const { says } of sides) expect(line).toContain(says[language]);
    for (const id of ids) {
      const found = evidence.get(id);
      const verdict = found ? (`claim.verdict.${claims.get(id).rule.decide(found.numbers).verdict}` as const) : 'claim.verdict.none';
      expect(line).toMatch(new RegExp(`${id}[^<]*${message(language, verdict)}`));
    }
  });
});
