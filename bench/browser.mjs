/**
 * The browser against native Node on the same model: milliseconds for a step, how soon a first visit shows a curve, and how long the page takes
 * to answer a click while it trains. Run it on a machine that does nothing else.
 *
 *     npm run build && npm run build:app && node bench/browser.mjs [width] [depth] [context] [batch] [steps]
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { ortNode } from '../dist/engine/ort-node.node.js';
import { Compiler, parseRun, tasks, trainEvents } from '../dist/index.js';
import { serveStatic } from '../dist/serve/static.node.js';

const [width = 64, depth = 6, context = 64, batch = 8, steps = 120] = process.argv.slice(2).map(Number);
const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium'].find((path) => path && existsSync(path));
const server = await serveStatic(fileURLToPath(new URL('../dist-app', import.meta.url)), 0);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });

const visit = async (hash) => {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-US' })).newPage();
  await page.goto(server.url + hash);
  await page.waitForSelector('.controls .primary');
  return page;
};
const shown = (page, least) =>
  page.waitForFunction((n) => Number(/step (\d+)/.exec(document.querySelector('.progress .figures')?.textContent)?.[1]) >= n, least, {
    timeout: 600_000,
    polling: 20,
  });

/** Milliseconds from the first click of a first visit to a curve, and the longest of some clicks during the race. */
async function firstVisit() {
  const page = await visit('');
  const begin = performance.now();
  await page.locator('.controls .primary').click();
  await shown(page, 2);
  const curve = performance.now() - begin;
  await page.evaluate(() => {
    globalThis.longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) globalThis.longest = Math.max(globalThis.longest, duration);
    }).observe({ type: 'event', durationThreshold: 16, buffered: true });
  });
  for (let i = 0; i < 8 && (await page.locator('.verdict').count()) === 0; i++) {
    await page.locator('.shared summary').click();
    await page.mouse.move(300 + 40 * i, 700);
    await page.waitForTimeout(100);
  }
  await page.waitForTimeout(200);
  return { curve, click: await page.evaluate('longest') };
}

/** Milliseconds a step of the race's only arm, measurements included; and the spec it ran. */
async function inBrowser() {
  const arm = encodeURIComponent(JSON.stringify({ placement: 'pre', depth }));
  const page = await visit(`#/race?engine=ort-wasm&width=${width}&context=${context}&batch=${batch}&steps=${steps}&arm=${arm}`);
  await page.locator('.controls .primary').click();
  await shown(page, 20);
  const [from, begin] = [await shownStep(page), performance.now()];
  await shown(page, steps - 10);
  const [to, end] = [await shownStep(page), performance.now()];
  await page.waitForSelector('.verdict');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('Save all numbers (JSON)').click()]);
  const parts = [];
  for await (const part of await download.createReadStream()) parts.push(part);
  return { ms: (end - begin) / (to - from), spec: JSON.parse(Buffer.concat(parts).toString()).arms[0].runs[0].spec };
}

const shownStep = (page) => page.evaluate(() => Number(/step (\d+)/.exec(document.querySelector('.progress .figures').textContent)[1]));

async function inNode(spec) {
  const run = parseRun(spec);
  const compiler = new Compiler(await ortNode.open({ threads: 1 }));
  const task = tasks.get(run.task.id).create(run.task, run.model.seqLen, []);
  let begin = 0;
  for await (const event of trainEvents(run, { compiler, task })) {
    if (event.type === 'step' && event.step === 20) begin = performance.now();
    if (event.type === 'step' && event.step === steps - 10) return (performance.now() - begin) / (steps - 30);
  }
  throw new Error('the run ended early');
}

try {
  const { curve, click } = await firstVisit();
  const { ms, spec } = await inBrowser();
  const native = await inNode(spec);
  console.log(`first curve after ${curve.toFixed(0)} ms; longest answer to a click while training ${click} ms`);
  console.log(`depth ${depth}, width ${width}, context ${context}, batch ${batch}, one thread, measurements included:`);
  console.log(`browser (WASM) ${ms.toFixed(2)} ms a step, Node (native) ${native.toFixed(2)} ms, ratio ${(ms / native).toFixed(2)}`);
} finally {
  await browser.close();
  await server.close();
}
