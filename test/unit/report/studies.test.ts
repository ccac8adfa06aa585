/** Reports of studies that vary fields, that only map, and that are large. */
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { compareTables } from '../../../src/cli/compare-tables.ts';
import { fromJsonNumber } from '../../../src/core/json.ts';
import { languages } from '../../../src/core/message/index.ts';
import { renderCompareReport } from '../../../src/report/compare.ts';
import { numericAxes } from '../../../src/report/data/base.ts';
import { selectionCells } from '../../../src/report/data/selection.ts';
import { decimal, signed } from '../../../src/report/format.ts';
import { variedSeries } from '../../../src/report/section/varied.ts';
import type { StudyResult } from '../../../src/study/types.ts';
import { once } from '../../helper/once.ts';
import { compareFixture } from './fixture.ts';
import { depthMap, depthStudy, lost, madeUp, wobble } from './made-up.ts';

const documents = new Map<string, Document>();
const documentOf = (page: string) => once(documents, page, () => parseHTML(page).document as unknown as Document);
/** Nobody writes into it. */
const fixturePage = renderCompareReport(compareFixture(), 'en');
const sectionIds = (page: string) => [...documentOf(page).querySelectorAll('section')].map(({ id }) => id);
const textOf = (page: string, selector: string) => [...documentOf(page).querySelectorAll(selector)].map(({ textContent }) => textContent);

describe.each(languages)('a stability map, in %s', (language) => {
  const page = renderCompareReport(depthMap(language), language);

  it('judges nothing', () => {
    expect(sectionIds(page)).toEqual(['map', 'arms', 'survival', 'reading', 'settings', 'runs', 'glossary', 'repeat']);
    expect(page).not.toContain('class="alarm');
  });

  it('has a panel for each arm and warm-up, and each setting in the table behind it', () => {
    expect(documentOf(page).querySelectorAll('#map .panels svg')).toHaveLength(4);
    expect(documentOf(page).querySelectorAll('#map details tbody tr')).toHaveLength(2 * 4 * 6 * 2 + 4);
  });

  it('leaves no placeholder, key, undefined or object in the text', () => {
    const text = page.replace(/<style>.*?<\/style>/s, '').replace(/<[^>]*>/g, ' ');
    expect(text).not.toMatch(/report\.\w+|undefined|\[object|\{\w+\}|\bnull\b/);
  });
});

describe('what a map says', () => {
  const result = depthMap();
  const page = renderCompareReport(result, 'en');

  it('counts every run that diverged, in the figure as in the table', () => {
    const counts = textOf(page, '#map svg [aria-label=annotations] text').flatMap((text) => /^(\d)\/3$/.exec(text ?? '')?.[1] ?? []);
    const diverged = result.arms.flatMap(({ runs }) => runs).filter(({ status }) => status === 'diverged').length;
    expect(counts.reduce((sum, k) => sum + Number(k), 0)).toBe(diverged);
    expect(page).toContain(`${diverged} of 300 runs diverged.`);
  });

  it('shows a mean over survivors with how many they are', () => {
    const cells = [...documentOf(page).querySelectorAll('#map details tbody tr')].map((row) => row.textContent ?? '');
    const partly = cells.filter((text) => /[12] of 3/.test(text) && !text.includes('—'));
    expect(partly.length).toBeGreaterThan(3);
    for (const text of partly) expect(text).toMatch(/\d\.\d{3} \([12] of 3\)/);
  });

  it('has rows of warm-ups where no number was varied', () => {
    const flat = madeUp({
      arms: ['post', 'pre'],
      axes: { lr: [1e-3, 1e-2], warmup: [0, 10, 20] },
      protocol: { id: 'map' },
      end: ({ lr, warmup }, { id }) => (id === 'post' && lr === 1e-2 && warmup < 20 ? lost(3) : { evalLoss: 2 }),
    });
    const drawn = renderCompareReport(flat, 'en');
    expect(documentOf(drawn).querySelectorAll('#map .panels svg')).toHaveLength(2);
    expect(textOf(drawn, '#map svg [aria-label=annotations] text').slice(0, 9)).toEqual([
      '0',
      '2.00',
      '1/1',
      '10',
      '2.00',
      '1/1',
      '20',
      '2.00',
      '2.00',
    ]);
  });

  it('in the terminal: how far each arm goes, and no table of pairs', () => {
    const text = compareTables(result, 'en');
    expect(text).toMatch(/post depth=16 +│ 0 +│ 0\.0003 +│ 0\.001 +│ 7\/21/);
    expect(text).toMatch(/pre depth=2 +│ 20 +│ 0\.03 +│ none +│ 18\/18/);
    expect(text).not.toContain('difference');
  });
});

describe('a study of which a number was varied', () => {
  const result = depthStudy();
  const page = renderCompareReport(result, 'en');

  it('compares arms at equal values only, each group with its sentence', () => {
    expect(result.pairs).toHaveLength(9);
    expect(textOf(page, '#verdict h3')).toEqual(['depth = 2', 'depth = 4', 'depth = 8']);
    expect(documentOf(page).querySelectorAll('ul.lead li')).toHaveLength(3);
    expect(textOf(page, 'ul.lead li')[0]).toMatch(/^depth = 2: Pre-Norm and Sandwich-Norm are better than Post-Norm/);
  });

  it('draws the loss against it: a line for each arm, a ✕ where the mean leaves runs out', () => {
    expect(sectionIds(page)).toContain('varied');
    const labels = textOf(page, '#varied .wide svg [aria-label=annotations] text');
    expect(labels).toEqual(['Post-Norm', 'Pre-Norm', 'Sandwich-Norm']);
    expect(documentOf(page).querySelectorAll('#varied .wide [data-mark=diverged]')).toHaveLength(1);
  });

  it('draws no such figure where what was varied is no number', () => {
    const named = madeUp({
      arms: ['post', 'pre'],
      vary: { 'model.init': ['xavier', 'small-init'] },
      axes: { lr: [1e-3], warmup: [0] },
      end: ({ seed, arm }) => ({ evalLoss: 2 + 0.01 * wobble(seed, arm) }),
    });
    const drawn = renderCompareReport(named, 'en');
    expect(sectionIds(drawn)).not.toContain('varied');
    expect(textOf(drawn, '#verdict h3')).toEqual(['init = xavier', 'init = small-init']);
  });

  it('gives an arm one colour at all values, and its drawing once', () => {
    expect(textOf(page, '#arms .arm h3')).toEqual(['Post-Norm', 'Pre-Norm', 'Sandwich-Norm']);
    const swatches = [...documentOf(page).querySelectorAll('#arms tbody .swatch')].map((swatch) => swatch.getAttribute('style'));
    expect(new Set(swatches).size).toBe(3);
  });

  it('says which runs were lost, when, and how long the others were watched', () => {
    expect(textOf(page, '#survival h3')).toEqual(['depth = 8']);
    expect(documentOf(page).querySelectorAll('#survival .wide [data-mark=censored]')).toHaveLength(3);
    expect(textOf(page, '#survival tbody tr').find((text) => text?.includes('post depth=8'))).toContain('41 and 42');
  });
});

describe('tuned fields', () => {
  const result = madeUp({
    arms: ['post', 'pre'],
    axes: { lr: [1e-3, 1e-2], warmup: [0], fields: { 'model.init': ['xavier', 'small-init'] } },
    selectSeeds: 2,
    end: ({ fields, lr, seed, arm }) => ({
      evalLoss: 2 + (fields['model.init'] === 'xavier' ? 0 : 0.5) + (lr === 1e-2 ? 0 : 0.2) + 0.01 * wobble(seed, arm),
    }),
  });

  it('make lines of their own, never a mean over both', () => {
    const cells = selectionCells(result.arms[0] as StudyResult['arms'][number]);
    expect(cells.map(({ lr, fields, total, chosen }) => [lr, fields['model.init'], total, chosen])).toEqual([
      [1e-3, 'xavier', 2, false],
      [1e-3, 'small-init', 2, false],
      [1e-2, 'xavier', 2, true],
      [1e-2, 'small-init', 2, false],
    ]);
    expect(result.arms[0]?.sweeps.map(({ fields, chosen }) => [fields['model.init'], chosen])).toEqual([
      ['xavier', true],
      ['small-init', false],
    ]);
    const page = renderCompareReport(result, 'en');
    expect(textOf(page, '#selection .wide [aria-label=legend] text')).toEqual([
      'Post-Norm',
      'Pre-Norm',
      'no warm-up and init = xavier',
      'no warm-up and init = small-init',
      'chosen',
    ]);
  });
});

describe('2 of 5 judging runs diverged', () => {
  const mean = compareFixture().arms[0]?.evalLoss.mean as number;

  it('wherever the mean of the others is written, so is that it leaves out two', () => {
    const holders = [...documentOf(fixturePage).querySelectorAll('td, li, p, figcaption, text')]
      .filter((element) => element.textContent?.includes(decimal(mean)) && !element.closest('#runs'))
      .map((element) => (element.closest('tr') ?? element).textContent);
    expect(holders.length).toBeGreaterThanOrEqual(2);
    for (const text of holders) expect(text).toMatch(/3 of 5|2 of 5/);
  });

  it('its curves and its panels say so in their names', () => {
    expect(textOf(fixturePage, '#losses .wide text').filter((text) => text?.startsWith('Post-Norm'))).toEqual(
      Array.from({ length: 3 }, () => 'Post-Norm (3 of 5)'),
    );
    expect(textOf(fixturePage, '#inside .panels text').filter((text) => text?.startsWith('Post-Norm'))).toEqual(
      Array.from({ length: 3 }, () => 'Post-Norm (3 of 5)'),
    );
  });

  it('the middle half is not the mean of three, and its rank is the last', () => {
    const row = textOf(fixturePage, '#robust tbody tr')[0];
    expect(row).toContain('∞');
    expect(row).toContain('3.00');
  });

  it('in the terminal, in both languages', () => {
    expect(compareTables(compareFixture(), 'en')).toContain('(3 of 5)');
    expect(compareTables(compareFixture(), 'zh')).toContain('(5 次中 3 次)');
    expect(compareTables(compareFixture(), 'en').match(/n = 5/g)).toHaveLength(2);
  });

  it('a difference of fewer seeds than were planned says so in table, figure, words and terminal', () => {
    const given = compareFixture();
    const pairs = given.pairs.map((pair) => ({ ...pair, n: 4, leftOut: 1 }));
    const drawn = renderCompareReport({ ...given, pairs }, 'en');
    expect(drawn).toContain('⚠ 4 of 5 seeds');
    expect(drawn).toContain('favours Pre-Norm (4 of 5)');
    expect(drawn).toContain('by 1.104 (4 of 5 seeds) nats');
    expect(compareTables({ ...given, pairs }, 'en')).toContain('1.104 [0.412, 1.796] (4 of 5)');
  });
});

describe('what rounds to nothing', () => {
  it('has no sign', () => {
    expect([decimal(-0.0001), signed(-0.0001), signed(0.0001), decimal(-0.0006), signed(0.0006)]).toEqual([
      '0.000',
      '0.000',
      '0.000',
      '−0.001',
      '+0.001',
    ]);
    const given = compareFixture();
    const pairs = given.pairs.map((pair) => ({ ...pair, difference: -0.0001, low: -0.0004, high: 0.0004 }));
    expect(compareTables({ ...given, pairs }, 'en')).toContain('0.000 [0.000, 0.000]');
    expect(compareTables({ ...given, pairs }, 'en')).not.toContain('-0.000');
    expect(renderCompareReport({ ...given, pairs }, 'en')).not.toMatch(/[-−+]0\.000\b/);
  });
});

describe('the noise floor', () => {
  it('is said in report and terminal, with the pairs below it', () => {
    for (const text of [fixturePage, compareTables(compareFixture(), 'en')]) {
      expect(text).toMatch(
        /Noise floor: from seed to seed, one arm moves by 0\.0085 nats \(standard deviation, pooled over 13 of 15 runs\)/,
      );
      expect(text).toMatch(/a difference of about 0\.\d{4} nats or more is shown/);
    }
    expect(fixturePage).toContain('Smaller than the noise floor: Pre-Norm − Sandwich-Norm.');
    expect(compareTables(compareFixture(), 'en')).toContain('Smaller than the noise floor: pre − sandwich.');
  });

  it('more seeds come with their time, and a thousand of them are no plan', () => {
    expect(fixturePage).toContain('about 140, 2 h 30 min');
    expect(compareTables(compareFixture(), 'en')).toContain('about 140 more seeds would be needed, about 150 min');
    const given = compareFixture();
    const many = { ...given, pairs: given.pairs.map((pair) => ({ ...pair, moreSeeds: 9995 })) };
    expect(renderCompareReport(many, 'en')).toContain('more than 1000');
    expect(compareTables(many, 'en')).toContain('more than 1000 more seeds');
    expect(renderCompareReport(many, 'en')).not.toContain('9995');
  });
});

describe('embedded data', () => {
  const study = {
    plan: { name: '</script><script>alert(1)</script>\u202e\u2028&amp;' },
    losses: [Number.NaN, Number.POSITIVE_INFINITY, 1],
  };
  const page = renderCompareReport(compareFixture(), 'en', study);
  const block = /<script type="application\/json" id="normlab-study">(.*?)<\/script>/s.exec(page)?.[1] ?? '';

  it('comes back as it was given, numbers that are none as words', () => {
    const read = JSON.parse(block) as typeof study;
    expect(read.plan).toEqual(study.plan);
    expect(read.losses.map(fromJsonNumber)).toEqual(study.losses);
  });

  it('cannot end its element, is the only script, and is not there unless given', () => {
    expect(block).not.toContain('<');
    expect(page).not.toMatch(/\u202e|\u2028/);
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(fixturePage).not.toContain('<script');
  });
});

describe('a study of two thousand runs', () => {
  /** 8 arms at 5 depths, each 9 settings on 4 seeds and 14 judging runs of 2000 steps. */
  const large = (): StudyResult =>
    madeUp({
      arms: ['post', 'pre', 'sandwich', 'peri', 'deepnorm', 'rezero', 'none', 'sub-ln'],
      vary: { 'model.nLayers': [2, 4, 6, 8, 12] },
      axes: { lr: [1e-3, 3e-3, 1e-2], warmup: [0, 20, 40] },
      selectSeeds: 4,
      judgeSeeds: 14,
      end: ({ arm, lr, seed, stage }) => {
        const curve = (points: number) => ({
          steps: Array.from({ length: points }, (_, i) => i),
          values: Array.from({ length: points }, (_, i) => 2 + Math.exp(-i / 50)),
        });
        const curves = { trainLoss: curve(2000), validationLoss: curve(20) };
        const breaks = wobble(arm, lr, seed, stage) > 0.2;
        return { ...curves, ...(breaks ? lost(90) : { evalLoss: 2 + 0.1 * wobble(arm, seed) + Math.log10(lr / 3e-3) ** 2 }) };
      },
    });
  const result = large();
  const began = performance.now();
  const page = renderCompareReport(result, 'en');
  const seconds = (performance.now() - began) / 1000;

  it('is drawn in well under twenty seconds, into a file that can be mailed', () => {
    expect(result.arms.flatMap(({ runs }) => runs)).toHaveLength(2000);
    expect(seconds).toBeLessThan(20);
    expect(page.length).toBeLessThan(4_000_000);
  });

  it('says what it does not list or draw', () => {
    expect(documentOf(page).querySelectorAll('#runs tbody tr')).toHaveLength(500);
    expect(textOf(page, '#runs .caption')).toEqual(['1500 more in the JSON that --json writes.']);
    expect(/At most 40 curves are drawn; \d+ more/.test(page)).toBe(true);
    expect(textOf(page, '.alarm:not(.caveats) li')).toHaveLength(21);
    expect(textOf(page, '.alarm:not(.caveats) li').at(-1)).toBe('20 more arms leave runs out: see the table of arms.');
    for (const figure of documentOf(page).querySelectorAll('#losses .wide svg'))
      expect(figure.querySelectorAll('[aria-label=line] path').length).toBeLessThanOrEqual(40);
  });
});

describe('fields that follow from another', () => {
  const shapes = [
    { depth: 2, width: 24, hidden: 90 },
    { depth: 4, width: 16, hidden: 70 },
    { depth: 8, width: 16, hidden: 40 },
  ];
  const arms = (points: readonly Record<string, number>[]) =>
    points.flatMap((varied) => ['post', 'pre'].map((base) => ({ base, varied }) as unknown as StudyResult['arms'][number]));

  it('make one curve for each arm: loss against depth at equal cost', () => {
    expect(numericAxes(arms(shapes))).toEqual([{ path: 'depth', following: ['width', 'hidden'] }]);
    expect(variedSeries({ arms: arms(shapes) } as unknown as StudyResult).map(({ arms: all }) => all.length)).toEqual([6]);
  });

  it('lead in whatever order they are named', () => {
    const turned = shapes.map(({ depth, width }) => ({ width, depth }));
    expect(numericAxes(arms(turned))).toEqual([{ path: 'depth', following: ['width'] }]);
  });

  it('do not follow where every combination was tried', () => {
    const grid = [1, 2].flatMap((depth) => [8, 16].map((width) => ({ depth, width })));
    expect(numericAxes(arms(grid)).map(({ path, following }) => [path, following])).toEqual([
      ['depth', []],
      ['width', []],
    ]);
  });
});
