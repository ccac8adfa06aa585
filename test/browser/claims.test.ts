/** The claims in the browser: found, filtered, opened by address, measured here, raced; from evidence that the first load leaves alone. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { committedFolder, evidenceIn } from '../../src/claim/folder.node.ts';
import { claims } from '../../src/claim/index.ts';
import { effectText } from '../../src/claim/text.ts';
import { violations } from './axe.ts';
import { Lab } from './lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.open();
});
afterAll(async () => {
  await lab.close();
});

const evidence = evidenceIn(committedFolder);
const looks = [
  { scheme: 'light', locale: 'en-US', width: 1280 },
  { scheme: 'dark', locale: 'zh-CN', width: 390 },
  { scheme: 'light', locale: 'en-US', width: 320 },
] as const;

describe.each(looks)('$scheme, $locale, $width pixels wide', ({ scheme, locale, width }) => {
  it.each(['#/claims', '#/claims?claim=post-gradient-vanishes', '#/claims?claim=lns-beats-pre'])('%s', async (hash) => {
    const { page, complaints, close } = await lab.visit(hash, { colorScheme: scheme, locale, viewport: { width, height: 800 } });
    if (hash.includes('=')) await page.waitForSelector('.claim-figure svg');
    const text = await page.locator('body').innerText();
    expect(text).not.toMatch(/\b(lab|claim)\.[a-z]|undefined|NaN|\[object/);
    expect(/[\u4e00-\u9fff]{4}/.test(text.replaceAll('简体中文', ''))).toBe(locale === 'zh-CN');
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), 'wider than the window').toBeLessThanOrEqual(0);
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });
});

it('lists every claim with the verdict and the effect of its evidence, and says where there is none', async () => {
  const { page, complaints, close } = await lab.visit('#/claims');
  const rows = await page.locator('.claims li').allInnerTexts();
  expect(rows).toHaveLength(claims.members.length);
  for (const claim of claims.members) {
    const row = rows.find((text) => text.split('\n').includes(claim.statement.en)) ?? '';
    const found = evidence.get(claim.id);
    const decision = found && claim.rule.decide(found.numbers);
    expect(row, claim.id).toContain(decision?.verdict ?? 'not measured');
    if (decision) expect(row, claim.id).toContain(effectText(decision.effect, decision, 'en'));
  }
  expect(complaints).toEqual([]);
  await close();
});

it('filters by words, group and verdict, in step with the address; a link keeps the filters, and back leads to them', async () => {
  const { page, complaints, close } = await lab.visit('#/claims');
  const rows = page.locator('.claims li');
  await page.getByLabel('Search').fill('warm-up without');
  await page.getByLabel('Verdict').selectOption('supported');
  await page.getByLabel('Who says so').selectOption('note');
  const wanted = claims.members.filter(({ id, group, statement, rule }) => {
    const text = `${statement.en} ${rule.words.en} ${id}`.toLowerCase();
    const found = evidence.get(id);
    return (
      group === 'note' &&
      text.includes('warm-up') &&
      text.includes('without') &&
      found &&
      rule.decide(found.numbers).verdict === 'supported'
    );
  });
  expect(wanted.length).toBeGreaterThan(0);
  expect(await rows.count()).toBe(wanted.length);
  await page.reload();
  await page.waitForSelector('h1');
  expect(await page.getByLabel('Search').inputValue()).toBe('warm-up without');
  expect(await rows.count()).toBe(wanted.length);
  await rows.getByRole('link').first().click();
  await page.waitForSelector('article.claim');
  expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
  expect(await page.locator('h1').innerText()).toBe(wanted[0]?.statement.en);
  await page.goBack();
  await page.getByLabel('Search').waitFor();
  expect(await rows.count()).toBe(wanted.length);
  await page.getByLabel('Search').fill('no such words at all');
  await page.getByText('No claim fits').waitFor();
  expect(complaints).toEqual([]);
  await close();
});

it('opens one claim by its address: verdict, figure, rule, source, scale, remark, command; an address of nothing opens the list', async () => {
  const claim = claims.get('post-gradient-vanishes');
  const { page, complaints, close } = await lab.visit(`#/claims?claim=${claim.id}`);
  const text = await page.locator('article').innerText();
  for (const part of [
    claim.statement.en,
    claim.rule.words.en,
    claim.published.en,
    claim.sources[0]?.text,
    `npx normlab claims ${claim.id} --run`,
  ])
    expect(text).toContain(part);
  await page.waitForSelector('.claim-figure svg');
  await page.getByRole('button', { name: '简体中文' }).click();
  await page.getByText(claim.statement.zh).first().waitFor();
  await page.goto(`${lab.url}#/claims?claim=%3Cimg%3E&group=x&verdict=1&find=${'a'.repeat(500)}`);
  await page.getByLabel('搜索').waitFor();
  expect(await page.locator('.claims li').count()).toBe(claims.members.length);
  expect(await page.locator('img').count()).toBe(0);
  expect(complaints).toEqual([]);
  await close();
});

it('measures a claim about initialisation here, and can be stopped', async () => {
  const { page, complaints, close } = await lab.visit('#/claims?claim=sandwich-one-unit');
  await page.getByRole('button', { name: 'Measure here' }).click();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByRole('button', { name: 'Measure here' }).click();
  await page.waitForSelector('.measured-here .claim-figure svg', { timeout: 170_000 });
  expect(await page.locator('.measured-here').innerText()).toMatch(
    /By the same rule, on this part alone: (supported|contradicted|not shown at this scale)/,
  );
  // The quantity lies where theory and the evidence have it.
  const found = evidence.get('sandwich-one-unit');
  const committed = found && claims.get('sandwich-one-unit').rule.decide(found.numbers).effect.mean;
  const here = Number((await page.locator('.measured-here tbody tr').first().locator('td').first().innerText()).replace('−', '-'));
  expect(Math.abs(here - (committed ?? Number.NaN))).toBeLessThan(0.2);
  expect(complaints).toEqual([]);
  await close();
}, 180_000);

it('opens the race with the arms of a claim about training', async () => {
  const { page, complaints, close } = await lab.visit('#/claims?claim=lns-beats-pre');
  await page.getByRole('link', { name: 'Open in the race' }).click();
  await page.waitForSelector('.card');
  expect(await page.getByText('Part of the address did not fit').count()).toBe(0);
  const placement = page.getByLabel('Placement', { exact: true });
  expect([await placement.nth(0).inputValue(), await placement.nth(1).inputValue()].sort()).toEqual(['lns', 'pre']);
  expect(await page.locator('.shared summary').innerText()).toMatch(/text · width 32 · \d+ steps/);
  expect(complaints).toEqual([]);
  await close();
});

it('every claim offers a measurement, a race that the race takes whole, or says that a page is no place for it', async () => {
  const { page, complaints, close } = await lab.visit('#/claims');
  const hrefs: string[] = [];
  for (const { id } of claims.members) {
    await page.goto(`${lab.url}#/claims?claim=${id}`);
    await page.getByRole('heading', { level: 1, name: claims.get(id).statement.en, exact: true }).waitFor();
    const offer = page.locator('.claim-parts section').last();
    const link = offer.getByRole('link');
    const ways =
      (await offer.getByRole('button').count()) + (await link.count()) + (await offer.getByText('does not fit in a page').count());
    expect(ways, id).toBe(1);
    if ((await link.count()) > 0) hrefs.push((await link.getAttribute('href')) ?? '');
  }
  expect(new Set(hrefs).size).toBeGreaterThan(3);
  for (const href of new Set(hrefs)) {
    await page.goto(lab.url + href);
    await page.waitForSelector('.card');
    expect(await page.getByText('Part of the address did not fit').count(), href).toBe(0);
    expect(await page.locator('.card .problem').count(), href).toBe(0);
  }
  expect(complaints).toEqual([]);
  await close();
});

it('the first load has no evidence in it', async () => {
  const { page, close } = await lab.visit('#/race');
  const urls = (await page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")) as string[];
  const scripts = await Promise.all(urls.filter((url) => url.endsWith('.js')).map(async (url) => (await page.request.get(url)).text()));
  const [file = ''] = readdirSync(committedFolder).filter((name) => name.endsWith('.json'));
  const { asked } = JSON.parse(readFileSync(`${committedFolder}/${file}`, 'utf8')) as { asked: string };
  expect(scripts.length).toBeGreaterThan(2);
  expect(scripts.some((text) => text.includes(asked))).toBe(false);
  await page.goto(`${lab.url}#/claims`);
  await page.waitForSelector('.claims li');
  const later = (await page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")) as string[];
  const texts = await Promise.all(later.filter((url) => url.endsWith('.js')).map(async (url) => (await page.request.get(url)).text()));
  expect(texts.some((text) => text.includes(asked))).toBe(true);
  await close();
});
