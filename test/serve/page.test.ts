/** The page as a person uses it, in Chromium: every view, both languages, live, by keyboard; and nothing that a checker of accessibility minds. */
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { message } from '../../src/core/message/index.ts';
import { type Dashboard, serveDashboard } from '../../src/serve/dashboard/serve.node.ts';
import type { Listing } from '../../src/serve/dashboard/wire.ts';
import { study } from '../../src/study/study.node.ts';
import { makeFolder } from './folder.ts';

const page = fileURLToPath(new URL('../../dist-dashboard/', import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** What CHROMIUM names, or where Debian puts it. */
const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-headless-shell'].find(
  (path) => path && existsSync(path),
);
const hostile = '"><img src=x onerror=alert(1)><script>alert(2)</script>';

let folder = '';
let dashboard: Dashboard;
let browser: Browser;
let context: BrowserContext;
/** What the browser complained of, dialogs that opened, and requests to elsewhere. */
const troubles: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'normlab-page-'));
  makeFolder(folder, { runs: 60, layers: 6, steps: 400, every: 10 });
  mkdirSync(join(folder, hostile.replaceAll('/', '∕')));
  writeFileSync(
    join(folder, hostile.replaceAll('/', '∕'), 'run.json'),
    JSON.stringify({ id: 'h', run: { model: { placement: { id: hostile } } }, status: 'failed', message: hostile }),
  );
  const model = { nLayers: 1, dModel: 8, nHeads: 2, seqLen: 8 };
  await study({
    arms: ['pre', 'post'],
    task: { id: 'copy', symbols: 4 },
    model,
    steps: 10,
    batchSize: 4,
    lr: [0.01],
    warmup: [0],
    seeds: 2,
    jobs: 1,
    name: hostile,
    out: join(folder, 'study'),
  });
  writeFileSync(
    join(folder, 'study', 'report.html'),
    `<!doctype html><title>r</title><h1>Report</h1><script>document.body.append('ran')</script>`,
  );
  dashboard = await serveDashboard(folder, page, 0);
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-US' });
  context.on('request', (request) => {
    if (!request.url().startsWith(`http://127.0.0.1:${dashboard.port}/`)) troubles.push(`request ${request.url()}`);
  });
  const first = await open();
  await first.goto(dashboard.url);
  await first.waitForSelector('table.runs');
  expect(first.url()).not.toContain('token');
  await first.close();
});
afterAll(async () => {
  await browser?.close();
  await dashboard?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(hash?: string): Promise<Page> {
  const opened = await context.newPage();
  opened.on('console', (said) => {
    if (said.type() === 'error' || said.type() === 'warning') troubles.push(said.text());
  });
  opened.on('pageerror', (error) => troubles.push(error.message));
  opened.on('dialog', (dialog) => {
    troubles.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  if (hash !== undefined) await opened.goto(`http://127.0.0.1:${dashboard.port}/${hash}`);
  return opened;
}

const listing = (opened: Page): Promise<Listing> => opened.evaluate(async () => (await fetch('/api/list')).json());

/** Addresses of all views, and what is there once they have come. */
async function views(): Promise<readonly (readonly [string, string, string])[]> {
  const opened = await open('#/overview');
  const { runs, studies } = await listing(opened);
  await opened.close();
  const diverged = runs.find(({ state }) => state === 'diverged')?.id;
  const some = runs.filter(({ folder: name }) => name.startsWith('sweep')).slice(0, 9);
  return [
    ['overview', '#/overview', 'table.runs'],
    ['grouped', '#/overview?group=1&sort=evalLoss&q=sweep', 'table.runs'],
    ['run', `#/run?id=${diverged}`, '.picture canvas'],
    ['compare', `#/compare?ids=${some.map(({ id }) => id).join('.')}`, '.picture canvas'],
    ['study', `#/study?id=${studies[0]?.id}`, '.equation-cell'],
    ['start', '#/start', '.fits'],
  ];
}

/** Rules of the Web Content Accessibility Guidelines, levels A and AA, and axe's own advice. */
async function violations(opened: Page): Promise<string[]> {
  // The page's policy keeps other scripts out: axe comes in by the debugger.
  await opened.evaluate(axe);
  return opened.evaluate(async () => {
    const { run } = (
      globalThis as unknown as { axe: { run(of: Document): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
    ).axe;
    return (await run(document)).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
}

describe('every view', () => {
  it.each(['en', 'zh'])('is accessible and complete in %s, on a phone and wide, light and dark', async (language) => {
    const opened = await open('#/start');
    await opened.evaluate((one) => localStorage.setItem('normlab.language', one), language);
    for (const [name, hash, there] of await views()) {
      for (const [width, colorScheme] of [
        [390, 'dark'],
        [1280, 'light'],
        [1920, 'dark'],
      ] as const) {
        await opened.setViewportSize({ width, height: 900 });
        await opened.emulateMedia({ colorScheme });
        await opened.goto('about:blank');
        await opened.goto(`http://127.0.0.1:${dashboard.port}/${hash}`);
        await opened.waitForSelector(there);
        expect(
          await opened.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
          `${name} at ${width}`,
        ).toBeLessThanOrEqual(0);
        expect(await violations(opened), `${name} at ${width}`).toEqual([]);
      }
      expect(await opened.evaluate(() => document.documentElement.lang)).toBe(language === 'zh' ? 'zh-Hans' : 'en');
      const body = await opened.evaluate(() => document.body.innerText);
      expect(body).not.toMatch(/\bdash\.|undefined|\[object/);
      if (language === 'zh') expect(body).toMatch(/\p{Script=Han}/u);
    }
    await opened.evaluate(() => localStorage.setItem('normlab.language', 'en'));
    await opened.close();
  });
});

it('filters, sorts, groups and selects, all of it in the address', async () => {
  const opened = await open('#/overview');
  await opened.waitForSelector('table.runs');
  await opened.getByLabel('Filter').fill('placement=post sweep');
  await opened.getByText('Group seeds').click();
  await opened.getByRole('button', { name: 'Validation loss' }).click();
  await opened.getByRole('button', { name: 'Validation loss' }).click();
  const rows = opened.locator('table.runs tbody tr');
  expect(await rows.count()).toBeGreaterThanOrEqual(5);
  expect(await opened.locator('th[aria-sort=descending]').innerText()).toContain('Validation loss');
  expect(await opened.locator('table.runs').innerText()).toContain('3 of 3 diverged');
  await rows.first().getByRole('checkbox').check();
  const address = opened.url();
  expect(address).toMatch(/q=placement%3Dpost\+sweep.*group=1.*sort=evalLoss.*dir=down.*sel=/);
  const text = await opened.locator('main').innerText();
  const copy = await open();
  await copy.goto(address);
  await copy.waitForSelector('table.runs tr.selected');
  expect(await copy.locator('main').innerText()).toBe(text);
  await copy.getByRole('link', { name: 'Compare' }).click();
  await copy.waitForSelector('.picture canvas');
  expect(await copy.locator('h1').innerText()).toMatch(/3 runs side by side/);
  await Promise.all([opened.close(), copy.close()]);
});

it('says that runs of an old address are gone', async () => {
  const opened = await open('#/compare?ids=000000000000');
  await opened
    .locator('.problem')
    .getByText(message('en', 'dash.error.gone', {}))
    .waitFor();
  expect(await opened.getByText(message('en', 'dash.loading', {})).count()).toBe(0);
  await opened.close();
  // The browser tells of every answer that is none.
  troubles.splice(0, troubles.length, ...troubles.filter((trouble) => !trouble.includes('404')));
});

it('has whole steps only at the axis of a short run', async () => {
  const opened = await open('#/overview');
  const short = (await listing(opened)).runs.find(({ total }) => total === 10)?.id;
  await opened.close();
  const drawn = await context.newPage();
  await drawn.addInitScript(() => {
    const ticks: string[] = [];
    const fillText = CanvasRenderingContext2D.prototype.fillText;
    CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
      // Below the plot, where the axis of steps has its 44 pixels.
      if (this.canvas.closest('figure.loss') && y > this.canvas.height - 42 * devicePixelRatio) ticks.push(text);
      fillText.call(this, text, x, y);
    };
    Object.assign(globalThis, { ticks });
  });
  await drawn.goto(`http://127.0.0.1:${dashboard.port}/#/run?id=${short}`);
  const ticks = (): Promise<number[]> =>
    drawn.evaluate(() => (globalThis as unknown as { ticks: string[] }).ticks.map(Number).filter((tick) => !Number.isNaN(tick)));
  await expect.poll(async () => (await ticks()).length).toBeGreaterThan(3);
  expect((await ticks()).every(Number.isInteger)).toBe(true);
  await drawn.close();
});

it('shows where a run broke, and steps by keyboard', async () => {
  const [, , [, hash]] = (await views()) as [unknown, unknown, readonly [string, string]];
  const opened = await open(hash);
  await opened.waitForSelector('.picture canvas');
  const text = await opened.locator('main').innerText();
  expect(text).toContain('Diverged: the loss became NaN at step 199.');
  expect(text).toContain('First value that was no finite number: gradient-norm/layer, layers.4, step 198 (NaN).');
  expect(await opened.locator('figure.loss .chart').getAttribute('aria-label')).toMatch(/2 points not finite/);
  await opened.getByLabel('Step', { exact: true }).focus();
  for (let i = 0; i < 3; i++) await opened.keyboard.press('ArrowLeft');
  expect(await opened.locator('.keys .at').first().innerText()).toMatch(/^\d|NaN/);
  await opened.getByLabel('From step').fill('50');
  await opened.getByLabel('From step').press('Enter');
  expect(opened.url()).toContain('from=50');
  await opened.getByText('As a table').first().click();
  expect(await opened.locator('figure.loss table').innerText()).toContain('NaN');
  // Stripes stand where there is no number: at the upper right.
  const corner = await opened
    .locator('.picture canvas')
    .first()
    .evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      return [...(canvas.getContext('2d')?.getImageData(canvas.width - 4, 0, 1, 1).data ?? [])].slice(0, 3);
    });
  expect(corner).toEqual([0x9a, 0x2a, 0x12]);
  await opened.close();
});

it('moves while a run goes on', async () => {
  const live = join(folder, 'live');
  mkdirSync(live);
  const events = join(live, 'events.jsonl');
  const step = (n: number) => `${JSON.stringify({ type: 'step', step: n, loss: 3 - n / 10, lr: 0.01, gradientNorm: 1 })}\n`;
  writeFileSync(join(live, 'run.json'), JSON.stringify({ id: 'live', run: { steps: 10 }, status: 'running' }));
  writeFileSync(events, step(0));
  const opened = await open('#/overview?q=live');
  const row = opened.locator('table.runs tbody tr');
  await row.getByText('3.000').waitFor();
  appendFileSync(events, step(1));
  await row.getByText('2.900').waitFor({ timeout: 5000 });
  await row.getByRole('link').click();
  await opened.getByText('2 / 10').waitFor();
  appendFileSync(events, step(2) + step(3));
  await opened.getByText('4 / 10').waitFor({ timeout: 5000 });
  await opened.waitForFunction(
    () => document.querySelector('figure.loss .chart')?.getAttribute('aria-label')?.includes('to 2.7'),
    undefined,
    { timeout: 5000 },
  );
  rmSync(live, { recursive: true });
  await opened.goto(`http://127.0.0.1:${dashboard.port}/#/overview?q=live`);
  await opened.getByText('No run fits the filter.').waitFor({ timeout: 5000 });
  await opened.close();
});

it('shows names as text and reports without rights', async () => {
  const opened = await open('#/overview');
  await opened.waitForSelector('table.studies');
  expect(await opened.locator('table.studies').innerText()).toContain('<img src=x onerror=alert(1)>');
  expect(await opened.locator('table.runs').innerText()).toContain('<script>alert(2)');
  expect(await opened.locator('main img, main script').count()).toBe(0);
  const [report] = await Promise.all([context.waitForEvent('page'), opened.getByRole('link', { name: /^report/ }).click()]);
  await report.getByRole('heading', { name: 'Report' }).waitFor();
  expect(await report.locator('body').innerText()).not.toContain('ran');
  expect(await report.evaluate(() => origin)).toBe('null');
  await Promise.all([report.close(), opened.close()]);
});

it('checks a study while it is typed, starts it, and stops it after the page was closed', async () => {
  const opened = await open('#/start');
  await opened.getByText(/up to 27 runs/).waitFor();
  await opened.getByLabel('Study (YAML or JSON)').fill('arms: [prx]');
  await opened.getByText(/prx/).last().waitFor();
  await opened.waitForSelector('.problem');
  expect(await opened.getByRole('button', { name: 'Start' }).isDisabled()).toBe(true);
  await opened
    .getByLabel('Study (YAML or JSON)')
    .fill(
      'name: typed\narms: [pre]\nrun: { task: { id: copy, symbols: 4 }, model: { nLayers: 1, dModel: 8, nHeads: 2, seqLen: 8 }, steps: 20000, batchSize: 4 }\ntune: { lr: [0.01], warmup: [0] }\nseeds: 300\n',
    );
  await opened.getByText(/up to 301 runs/).waitFor();
  await opened.getByRole('button', { name: 'Start' }).click();
  await opened.getByText(/Started in typed-/).waitFor();
  await opened.close();
  const again = await open('#/start');
  await again.getByRole('button', { name: 'Stop typed' }).waitFor();
  await again.locator('.jobs').getByRole('link', { name: 'typed' }).click({ timeout: 30_000 });
  await again.getByText(/of 301 runs ended/).waitFor();
  await again.getByRole('button', { name: 'Stop typed' }).click();
  await again.getByText('interrupted').first().waitFor({ timeout: 30_000 });
  await again.close();
});

it('says when the server is gone, and goes on when it hears again', async () => {
  const opened = await open('#/overview');
  await opened.waitForSelector('table.runs');
  await opened.getByText('live', { exact: true }).waitFor();
  await context.setOffline(true);
  await opened.evaluate(() => fetch('/api/list').catch(() => undefined));
  await context.setOffline(false);
  await opened.getByText('live', { exact: true }).waitFor();
  await opened.close();
  troubles.splice(0, troubles.length, ...troubles.filter((trouble) => !trouble.includes('ERR_INTERNET_DISCONNECTED')));
});

it('gave the browser nothing to complain of', () => {
  expect(
    troubles.filter((trouble) => !/Blocked script execution|sandboxed|violates the following Content Security Policy/.test(trouble)),
  ).toEqual([]);
});
