/** What changes how a verdict is read stands in one list: the same for terminal, report and JSON. */
import { describe, expect, it } from 'vitest';
import { compareTables } from '../../../src/cli/compare-tables.ts';
import { renderCompareReport } from '../../../src/report/compare.ts';
import { caveats } from '../../../src/study/caveats.ts';
import { toCompareJson } from '../../../src/study/compare-json.ts';
import type { StudyResult } from '../../../src/study/types.ts';
import { textNotes } from '../../../src/task/data/split-text.ts';
import { compareFixture } from '../report/fixture.ts';

const fixture = compareFixture();
const short = 'The text has only 11,783 characters: differences will mostly be memorisation.';
/** With losses set, and the bigrams at 2. */
const judged = (losses: readonly number[], warnings: readonly string[] = []): StudyResult => ({
  ...fixture,
  task: { ...fixture.task, bigramEntropy: 2, warnings },
  arms: fixture.arms.map((arm, at) => ({ ...arm, warnings: [], evalLoss: { ...arm.evalLoss, mean: losses[at] ?? 1 } })),
});
const about = (words: RegExp, result: StudyResult): string[] => caveats(result, 'en').filter((text) => words.test(text));

describe('a verdict is read otherwise', () => {
  it('where the text is short', () => {
    expect(textNotes(11_783, { size: 60, replaced: 0, tokens: new Map() } as never).filter(({ warns }) => warns)).toHaveLength(1);
    expect(textNotes(200_000, { size: 60, replaced: 0, tokens: new Map() } as never).filter(({ warns }) => warns)).toEqual([]);
    expect(about(/memorisation/, judged([1, 1, 1], [short]))).toEqual([short]);
  });

  it('where arms, or all of them, stay above the bigrams', () => {
    expect(about(/bigrams/, judged([1, 1, 1]))).toEqual([]);
    expect(about(/^Above the bigrams \(2\.000 nats\)/, judged([2.5, 1, 1]))).toEqual([expect.stringContaining(fixture.arms[0]?.id ?? '?')]);
    expect(about(/^No arm beats the bigrams/, judged([2.5, 2, 3]))).toHaveLength(1);
  });

  it('and that stands in the terminal, in the report and in the JSON', () => {
    const result = judged([2.5, 2.5, 2.5], [short]);
    const sentences = caveats(result, 'en');
    expect(sentences.length).toBeGreaterThanOrEqual(2);
    const { warnings } = toCompareJson(result);
    expect(warnings).toEqual(sentences);
    const page = renderCompareReport(result, 'en');
    const lead = page.slice(page.indexOf('class="lead"'), page.indexOf('id="verdict"'));
    for (const text of [short, 'No arm beats the bigrams']) {
      expect(compareTables(result, 'en')).toContain(text);
      expect(lead).toContain(text);
    }
  });
});
