/** A sentence reads as its verdict is: what was contradicted is never said as if it held. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { contradictions } from '../../../src/claim/contradictions.ts';
import { claims } from '../../../src/claim/index.ts';
import { languages } from '../../../src/core/message/index.ts';
import { noteText, placedClaims } from '../../../src/note/note.ts';
import { plain } from '../../../src/note/plain.ts';
import { sections } from '../../../src/note/section/index.ts';
import type { Block, Outcome, Section } from '../../../src/note/types.ts';
import { once } from '../../helper/once.ts';
import { allComeOut, allEvidence, links, verdicts } from './made.ts';

afterEach(() => vi.restoreAllMocks());

/** The bullet above the command of a claim, and the line of marks with that command. */
function findingOf(text: string, id: string): { sentence: string; marks: string } | undefined {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => line.startsWith('  - ') && line.endsWith(`\`npx normlab claims ${id} --run\``));
  return at < 0 ? undefined : { sentence: lines[at - 1] as string, marks: lines[at] as string };
}

const blocks = (all: readonly Section[]): Block[] => all.flatMap(({ blocks: own = [], parts = [] }) => [...own, ...blocks(parts)]);
const inTables = new Set(blocks(sections).flatMap((block) => (block.kind === 'table' ? block.rows.map(({ claim }) => claim) : [])));
const told = claims.members.filter(({ id }) => !inTables.has(id));

const doubt = {
  en: { contradicted: /note said|Papers say|To be tested|There is no best/, open: /said|say|To be tested|is open/ },
  zh: { contradicted: /笔记原来说|论文说|待检验|没有处处最好/, open: /有人说|笔记原来说|论文说|待检验|尚无定论/ },
} as const;

describe.each(languages)('%s', (language) => {
  const notes = new Map<Outcome, string>();
  const written = (outcome: Outcome): string =>
    once(notes, outcome, () => {
      if (outcome === 'none') return noteText(new Map(), language, links);
      allComeOut(outcome);
      return noteText(allEvidence(), language, links);
    });

  it('says of a claim that holds what it says, without doubt', () => {
    const text = written('supported');
    for (const { id } of told) {
      const { sentence, marks } = findingOf(text, id) as { sentence: string; marks: string };
      expect(sentence, id).not.toMatch(doubt[language].open);
      expect(marks, id).toMatch(/^ {2}- ✔ .*1\.250 \[1\.000, 1\.500\] nats?.*\[\S+\]\(#/);
    }
  });

  it('says of a contradicted claim who said it, and that it is not so', () => {
    const text = written('contradicted');
    for (const { id } of told) {
      const { sentence, marks } = findingOf(text, id) as { sentence: string; marks: string };
      expect(sentence, id).toMatch(doubt[language].contradicted);
      expect(marks, id).toMatch(/^ {2}- ✘ /);
    }
  });

  it('says of a claim that was not shown that it is said only', () => {
    const text = written('not shown at this scale');
    for (const { id } of told) {
      const { sentence, marks } = findingOf(text, id) as { sentence: string; marks: string };
      expect(sentence, id).toMatch(doubt[language].open);
      expect(marks, id).toMatch(/^ {2}- ○ /);
    }
  });

  it('has no effect, figure or details of what was not measured, and still its sentence and command', () => {
    const text = written('none');
    for (const { id } of told) expect(findingOf(text, id)?.marks, id).toMatch(/^ {2}- – [^·]+ · `[^`]+`$/);
    expect(text).not.toMatch(/!\[|\]\(#/);
    expect(text).not.toContain('date:');
  });

  it('has rows of tables with verdict, effect and command', () => {
    const text = written('contradicted');
    expect(inTables.size).toBeGreaterThan(10);
    for (const id of inTables)
      expect(text, id).toMatch(
        new RegExp(`^\\| \\[[^\\]]+\\]\\(#${id}\\) \\| ✘ [^|]+ \\| 1\\.250 \\[[^|]+ \\| \`npx normlab claims ${id} --run\` \\|$`, 'm'),
      );
  });

  it('groups the summary by what came of its claims', () => {
    const heads = verdicts.map((verdict) => {
      const text = written(verdict);
      vi.restoreAllMocks();
      return /^\*\*.*\*\*$/m.exec(text)?.[0];
    });
    expect(new Set(heads).size).toBe(3);
    expect(heads).not.toContain(undefined);
  });

  it('gives other advice where the claim behind it fails', () => {
    const advice = (text: string): string[] => text.split('\n').filter((line) => line.startsWith('- [ ] '));
    const good = advice(written('supported'));
    vi.restoreAllMocks();
    const bad = advice(written('contradicted'));
    expect(good.length).toBe(bad.length);
    const plain = (line: string) => line.replaceAll(/[✔✘]/g, '');
    expect(good.filter((line, i) => plain(line) !== plain(bad[i] as string)).length).toBeGreaterThan(5);
  });

  it('lists contradicted claims as follow-ups and the rest as open questions', () => {
    const section = (text: string, title: string) => text.split(/^## /m).find((part) => part.startsWith(title)) ?? '';
    const [open, follow] = language === 'en' ? ['Open questions', 'Follow-ups'] : ['未决问题', '后续'];
    const text = written('contradicted');
    for (const { id } of claims.members) {
      expect(section(text, follow as string)).toContain(`](#${id})`);
      expect(section(text, open as string)).not.toContain(`](#${id})`);
    }
    const unmeasured = written('none');
    for (const { id } of claims.members) expect(section(unmeasured, open as string)).toContain(`\`${id}\``);
  });
});

it('sets papers that contradict each other side by side, with what came out here', () => {
  allComeOut('contradicted');
  const text = noteText(allEvidence(), 'en', links);
  expect(contradictions.length).toBeGreaterThan(3);
  for (const { about, sides, claims: ids } of contradictions) {
    const lines = text.split('\n');
    const at = lines.indexOf(`- ${about.en} (${ids.map((id) => `✘ [${id}](#${id})`).join(', ')})`);
    expect(at, about.en).toBeGreaterThan(0);
    expect(lines.slice(at + 1, at + 1 + sides.length)).toEqual(
      sides.map(({ source, says }) => `  - [${source.text}](${source.url}): ${plain(says.en)}`),
    );
  }
});

it('has a place for every claim of the note and of its plan, and no claim has two', () => {
  const placed = placedClaims();
  expect(new Set(placed).size).toBe(placed.length);
  for (const id of placed) expect(claims.ids).toContain(id);
  const text = noteText(allEvidence(), 'en', links);
  for (const { id, group } of claims.members) if (group !== 'literature') expect(text, id).toContain(`\`npx normlab claims ${id} --run\``);
});

describe('a claim that comes in without a place', () => {
  beforeEach(() => vi.resetModules());
  afterEach(() => {
    vi.doUnmock('../../../src/claim/index.ts');
    vi.resetModules();
  });

  it.each([
    ['en', 'Further findings'],
    ['zh', '其他发现'],
  ] as const)('is told under further findings (%s)', async (language, title) => {
    const newcomer = { ...claims.get('post-needs-warmup'), id: 'brand-new', statement: { en: 'Quite *new*.', zh: '全新的 *说法*。' } };
    vi.doMock('../../../src/claim/index.ts', () => ({
      claims: {
        ...claims,
        members: [...claims.members, newcomer],
        ids: [...claims.ids, 'brand-new'],
        get: (id: string) => (id === 'brand-new' ? newcomer : claims.get(id)),
      },
    }));
    const { noteText: write } = await import('../../../src/note/note.ts');
    const further = write(new Map(), language, links)
      .split(/^## /m)
      .find((part) => part.startsWith(title));
    expect(further).toContain(language === 'en' ? 'Quite \\*new\\*.' : '全新的 \\*说法\\*。');
    expect(further).toContain('`npx normlab claims brand-new --run`');
    expect(further?.match(/^- /gm)?.length).toBe(1);
  });

  it('is the only reason for that section', () => expect(noteText(new Map(), 'en', links)).not.toContain('## Further findings'));
});
