/** The charts of a race: one pointer for all, the map of gradients, a dropped text, options in the reader's language. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Lab, race, saved } from './lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.open();
});
afterAll(async () => {
  await lab.close();
});

it('a mouse above one chart points in all of them', async () => {
  const { page, close } = await lab.visit('#/race?steps=20');
  await race(page);
  const chart = page.locator('.results .chart .u-over').first();
  await chart.scrollIntoViewIfNeeded();
  const box = await chart.boundingBox();
  if (!box) throw new Error('there is no chart');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await expect.poll(() => page.locator('output[for=pointer]').innerText()).toMatch(/^(9|10)$/);
  expect(await page.locator('.heat .mark').evaluateAll((marks) => marks.map((mark) => (mark as HTMLElement).hidden))).toEqual([
    false,
    false,
  ]);
  // And from a map back: its left edge is the first step.
  await page
    .locator('.heat')
    .last()
    .hover({ position: { x: 2, y: 20 } });
  await expect.poll(() => page.locator('output[for=pointer]').innerText()).toBe('0');
  await close();
});

it('the map of gradients has a cell for each layer and step, and the insides a value for each layer', async () => {
  const { page, close } = await lab.visit('#/race?steps=20');
  await race(page);
  const sizes = await page
    .locator('.heat canvas')
    .evaluateAll((all) => (all as HTMLCanvasElement[]).map(({ width, height }) => [width, height]));
  expect(sizes).toEqual([
    [20, 6],
    [20, 6],
  ]);
  for (const title of ['Size of the stream', 'Share of the identity']) {
    const table = page.locator('.trio > div', { hasText: title });
    await table.getByText('As a table').click();
    // Two sublayers in each of six layers.
    await expect.poll(() => table.locator('tbody tr').count()).toBe(12);
  }
  await close();
});

it('seeds are a band, and another seed is another race', async () => {
  const { page, close } = await lab.visit('#/race?steps=10&seeds=2');
  await race(page);
  await page.getByText('Band: from the best to the worst seed').waitFor();
  const first = await saved(page);
  await page.getByRole('button', { name: 'Another seed' }).click();
  await page.waitForFunction('!document.querySelector(".verdict")');
  await page.waitForSelector('.verdict');
  const second = await saved(page);
  expect([first, second].map(({ arms }) => arms[0]?.runs.map(({ seed }) => seed))).toEqual([
    [1, 2],
    [3, 4],
  ]);
  await close();
});

it('takes a text that is dropped', async () => {
  const { page, close } = await lab.visit('#/race?steps=5&task=text');
  await page.locator('.shared summary').click();
  const text = 'Call me Ishmael. '.repeat(200);
  const transfer = await page.evaluateHandle((content) => {
    const data = new DataTransfer();
    data.items.add(new File([content], 'mine.txt', { type: 'text/plain' }));
    return data;
  }, text);
  await page.locator('.text-source').dispatchEvent('drop', { dataTransfer: transfer });
  await page.getByText(`Learning from mine.txt: ${text.length.toLocaleString('en')} characters.`).waitFor();
  await close();
});

it('grows in its place: a chart is not made anew for each step', async () => {
  const { page, close } = await lab.visit('#/race?steps=20&arm=pre');
  const step = page.getByRole('button', { name: 'One step' });
  await step.click();
  await page.getByText('step 1 of 20').waitFor();
  const chart = page.locator('.results .chart').first();
  await chart.locator('canvas').evaluate((canvas) => canvas.setAttribute('data-seen', ''));
  const before = await chart.getAttribute('aria-label');
  await step.click();
  await page.getByText('step 2 of 20').waitFor();
  expect(await chart.getAttribute('aria-label')).not.toBe(before);
  expect(await chart.locator('canvas[data-seen]').count()).toBe(1);
  await close();
});

it('says in Chinese what sets two arms of one placement apart', async () => {
  const arms = ['pre', '{"placement":"pre","warmup":2,"lr":0.003}'].map((arm) => `arm=${encodeURIComponent(arm)}`).join('&');
  const { page, close } = await lab.visit(`#/race?steps=4&${arms}`, { locale: 'zh-CN' });
  await page.locator('.controls .primary').click();
  await page.waitForSelector('.verdict');
  expect(await page.locator('.verdict tbody th').allInnerTexts()).toEqual(['pre, 学习率 0.01, 预热 0', 'pre, 学习率 0.003, 预热 2']);
  await close();
});

it('tells in Chinese what an option does', async () => {
  const { page, close } = await lab.visit('#/race?arm=mix-ln', { locale: 'zh-CN' });
  await page.locator('.settings-of summary').first().click();
  await page.locator('.more summary').first().click();
  await page.getByText('从第一块起，采用后归一化的块所占比例').waitFor();
  await close();
});
