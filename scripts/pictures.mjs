/**
 * Writes the pictures of the guides anew, every view in both languages, light and dark: docs/picture/<page>/<view>-<language>-<theme>.webp.
 *
 *     npm run build && npm run build:app && npm run build:dashboard
 *     node scripts/pictures.mjs [lab|dashboard[/view] …]      all of them when none is named
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { serveDashboard } from '../dist/serve/dashboard/serve.node.js';
import { serveStatic } from '../dist/serve/static.node.js';
import { study } from '../dist/study/study.node.js';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const diverging = encodeURIComponent('{"placement":"none","lr":0.3}');

/** A view a row: its address, what is clicked there one after the other, and what stands there when it is whole. */
const lab = [
  { view: 'race', hash: '#/race?seeds=3', click: ['.controls .primary'], ready: '.verdict' },
  { view: 'diverged', hash: `#/race?steps=60&clip=none&arm=${diverging}&arm=pre`, click: ['.controls .primary'], ready: '.verdict' },
  { view: 'signal', hash: '#/signal?depth=48', ready: '.chart canvas' },
  { view: 'anatomy', hash: '#/anatomy', click: ['.cell.out'], ready: '.cell.lit' },
  { view: 'compose', hash: '#/compose', ready: 'h1' },
  { view: 'claims', hash: '#/claims', ready: 'h1', tallest: 1600 },
  { view: 'claim', hash: '#/claims?claim=post-gradient-vanishes', ready: '.claim-figure svg' },
  { view: 'checkpoint', hash: '#/checkpoint?example=olmo-2', ready: '.placement-read' },
];

const dashboard = [
  { view: 'overview', hash: () => '#/overview', ready: 'table.runs' },
  { view: 'run', hash: ({ diverged }) => `#/run?id=${diverged}`, ready: '.picture canvas' },
  { view: 'compare', hash: ({ some }) => `#/compare?ids=${some.join('.')}`, ready: '.picture canvas' },
  { view: 'study', hash: ({ study }) => `#/study?id=${study}`, ready: '.equation-cell' },
  { view: 'start', hash: () => '#/start', ready: '.fits' },
];

const looks = [
  ['en', 'en-US'],
  ['zh', 'zh-CN'],
].flatMap(([language, locale]) => ['light', 'dark'].map((theme) => ({ language, locale, theme })));

const wanted = process.argv.slice(2);
const isWanted = (page, view) => wanted.length === 0 || wanted.includes(page) || wanted.includes(`${page}/${view}`);
const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium'].find((path) => path && existsSync(path));
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--hide-scrollbars'] });

const pages = {
  async lab() {
    const server = await serveStatic(at('dist-app'), 0);
    return { rows: lab, url: server.url, enter: server.url, close: () => server.close() };
  },
  async dashboard() {
    const folder = mkdtempSync(join(tmpdir(), 'normlab-pictures-'));
    const model = { nLayers: 4, dModel: 16, nHeads: 2, seqLen: 16 };
    const options = { model, task: 'copy', steps: 120, batchSize: 8, clip: null, warmup: [0], seeds: 2, jobs: 1 };
    const studies = [
      { name: 'copy-depth-4', arms: ['post', 'pre'], lr: [0.01] },
      { name: 'too-fast', arms: ['none', 'pre'], lr: [0.3] },
    ];
    for (const one of studies) await study({ ...options, ...one, out: join(folder, one.name) });
    const server = await serveDashboard(folder, at('dist-dashboard'), 0);
    const url = `http://127.0.0.1:${server.port}/`;
    const close = async () => {
      await server.close();
      rmSync(folder, { recursive: true });
    };
    return { rows: dashboard, url, enter: server.url, folder, close };
  },
};

/** What the rows of the dashboard are made of, as it lists it itself. */
async function ids(page) {
  const { runs, studies } = await page.evaluate(async () => (await fetch('/api/list')).json());
  const measured = runs.filter(({ folder }) => folder.includes('judge'));
  return {
    diverged: measured.find(({ state }) => state === 'diverged').id,
    some: measured.filter(({ state }) => state === 'finished').map(({ id }) => id),
    study: studies.find(({ folder }) => folder === 'copy-depth-4').id,
  };
}

/** The whole page, not only what a window shows of it. */
async function picture(page, height) {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'webp',
    quality: 75,
    clip: { x: 0, y: 0, width: 1280, height, scale: 1 },
  });
  return Buffer.from(data, 'base64');
}

try {
  for (const [name, open] of Object.entries(pages)) {
    if (!{ lab, dashboard }[name].some(({ view }) => isWanted(name, view))) continue;
    const { rows, url, enter, folder, close } = await open();
    mkdirSync(at(`docs/picture/${name}`), { recursive: true });
    let session;
    for (const { language, locale, theme } of looks) {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 800 },
        locale,
        colorScheme: theme,
        reducedMotion: 'reduce',
        storageState: session,
      });
      const page = await context.newPage();
      // The address with which one enters is good for one visit.
      await page.goto(session ? url : enter);
      await page.waitForSelector('h1');
      session ??= { ...(await context.storageState()), origins: [] };
      const known = typeof rows[0].hash === 'string' ? undefined : await ids(page);
      for (const { view, hash, click = [], ready, tallest = 4000 } of rows) {
        if (!isWanted(name, view)) continue;
        await page.goto('about:blank');
        await page.goto(url + (known ? hash(known) : hash));
        await page.waitForSelector('h1');
        for (const selector of click) await page.locator(selector).first().click();
        await page.waitForSelector(ready, { timeout: 120_000 });
        // Canvases are drawn a frame or two after what they show has come; the tallest page grows last.
        await page.waitForTimeout(600);
        const height = Math.min(tallest, await page.evaluate('document.documentElement.scrollHeight'));
        await page.setViewportSize({ width: 1280, height });
        // The folder is one of this machine's.
        if (folder)
          await page.evaluate(
            (own) => document.querySelector('h1').textContent === own && document.querySelector('h1').replaceChildren('normlab-out'),
            folder,
          );
        await page.evaluate('scrollTo(0, 0)');
        await page.mouse.move(0, 0);
        await page.waitForTimeout(400);
        const path = `docs/picture/${name}/${view}-${language}-${theme}.webp`;
        writeFileSync(at(path), await picture(page, height));
        await page.setViewportSize({ width: 1280, height: 800 });
        console.log(path);
      }
      await context.close();
    }
    await close();
  }
} finally {
  await browser.close();
}
