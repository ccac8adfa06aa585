import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { renderCompareReport } from '../../../src/report/compare.ts';
import { safeDiagram } from '../../../src/report/diagram.ts';
import { html, trusted } from '../../../src/report/html.ts';
import { renderSignalReport } from '../../../src/report/signal.ts';
import type { StudyResult } from '../../../src/study/types.ts';
import { compareFixture } from './fixture.ts';
import { signalFixture } from './signal-fixture.ts';

const hostile = "\"><script>alert(1)</script><img src=x onerror='alert(2)'>\u202e{x}&amp;";
const diagram = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(3)</script><g onclick="alert(4)"><path d="M0 0"/></g></svg>';

/** Every string that comes from outside is hostile at once. */
function poisoned(): StudyResult {
  const given = compareFixture();
  const name = (id: string): string => `${id}${hostile}`;
  return {
    ...given,
    arms: given.arms.map((arm) => ({
      ...arm,
      id: name(arm.id),
      title: name(arm.title),
      base: name(arm.id),
      baseTitle: name(arm.title),
      varied: { [hostile]: hostile },
      equation: hostile,
      diagram,
      warnings: [hostile],
      runs: arm.runs.map((run) => ({ ...run, id: name(run.id), arm: name(run.arm), ...(run.reason && { reason: hostile }) })),
    })),
    groups: [{ varied: { [hostile]: hostile }, arms: given.arms.map(({ id }) => name(id)), ranked: 5, rankP: 0.5 }],
    name: hostile,
    protocol: { id: hostile, option: hostile },
    pairs: given.pairs.map((pair) => ({ ...pair, a: name(pair.a), b: name(pair.b) })),
    engine: { id: hostile, threads: 1, version: hostile, device: hostile },
    command: hostile,
    task: { ...given.task, title: hostile, notes: [hostile] },
    settings: { [hostile]: hostile, nested: { [hostile]: [hostile] } },
    version: hostile,
    date: hostile,
  };
}

/** What a parser takes for an element or an attribute that acts. */
function active(page: string): string[] {
  const elements = [...parseHTML(page).document.querySelectorAll('*')];
  const tags = elements.map(({ localName }) => localName).filter((name) => /^(script|img|iframe|object|embed|link|base|form)$/i.test(name));
  const attributes = elements
    .flatMap((element) => [...element.attributes].map(({ name }) => name))
    .filter((name) => /^on|^src$|^\W/i.test(name));
  return [...tags, ...attributes];
}

describe('a page made of hostile text', () => {
  it.each(['en', 'zh'] as const)('in %s holds it as text only', (language) => {
    const page = renderCompareReport(poisoned(), language);
    expect(active(page)).toEqual([]);
    expect(page).toContain('&lt;script&gt;alert(1)');
    expect(page).not.toContain('\u202e');
    expect(page).toContain('⟨U+202E⟩');
  });

  it('holds for the signal report too', () => {
    const given = signalFixture();
    const arms = given.arms.map((arm) => ({
      ...arm,
      id: `${arm.id}${hostile}`,
      title: `${arm.title}${hostile}`,
      equation: hostile,
      diagram,
    }));
    const page = renderSignalReport({ ...given, arms, command: hostile, settings: { [hostile]: hostile } }, 'en');
    expect(active(page)).toEqual([]);
    expect(page).toContain('&lt;script&gt;alert(1)');
  });
});

describe('html', () => {
  it('escapes all five signs', () => {
    expect(html`<p title="${'"\'<>&'}">${'"\'<>&'}</p>`.source).toBe('<p title="&quot;&#39;&lt;&gt;&amp;">&quot;&#39;&lt;&gt;&amp;</p>');
  });

  it('escapes markup in arrays, and lets through what is markup already', () => {
    expect(html`${['<', html`<b>${'<'}</b>`, trusted('<i></i>'), null, false, undefined, 0]}`.source).toBe('&lt;<b>&lt;</b><i></i>0');
  });
});

describe('a diagram', () => {
  it('keeps its drawing', () => {
    const drawn =
      '<svg viewBox="0 0 9 9"><defs><marker id="arrow"><path d="M0 0"/></marker></defs><line marker-end="url(#arrow)"/><text>LN</text></svg>';
    const { source } = safeDiagram(drawn);
    for (const part of ['viewBox="0 0 9 9"', '<marker', 'url(#arrow)', 'LN']) expect(source).toContain(part);
  });

  it.each([
    '<svg><script>alert(1)</script></svg>',
    '<svg onload="alert(1)"></svg>',
    '<svg><a href="javascript:alert(1)"><text>x</text></a></svg>',
    '<svg><image href="http://x.test/a.png"/></svg>',
    '<svg><use xlink:href="http://x.test/a.svg#b"/></svg>',
    '<svg><foreignObject><img src="x" onerror="alert(1)"/></foreignObject></svg>',
    '<svg><rect style="fill:url(http://x.test/a)"/></svg>',
    '<svg><rect fill="url(&quot;//x.test/a&quot;)"/></svg>',
    '<svg><animate attributeName="href" to="javascript:alert(1)"/></svg>',
    '<img src="x" onerror="alert(1)">',
    '',
  ])('loses what could run or load: %s', (source) => {
    expect(safeDiagram(source).source).not.toMatch(/script|\son\w+=|href|http|x\.test|<img|foreign|animate/i);
  });
});
