/** Every view in both languages, light and dark: complete, without complaints, and fit for those who do not see or point. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { normalizers } from '../../src/model/normalizer/index.ts';
import { violations } from './axe.ts';
import { Lab, race } from './lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.open();
});
afterAll(async () => {
  await lab.close();
});

const views = { race: '#/race?steps=12', signal: '#/signal?depth=6', anatomy: '#/anatomy', compose: '#/compose' } as const;
const looks = [
  { scheme: 'light', locale: 'en-US', width: 1280 },
  { scheme: 'dark', locale: 'zh-CN', width: 360 },
] as const;

describe.each(looks)('$scheme, $locale, $width pixels wide', ({ scheme, locale, width }) => {
  it.each(Object.entries(views))('%s', async (view, hash) => {
    const { page, complaints, close } = await lab.visit(hash, { colorScheme: scheme, locale, viewport: { width, height: 800 } });
    if (view === 'race') {
      await page.locator('.controls .primary').click();
      await page.waitForSelector('.verdict');
    }
    if (view === 'signal') await page.waitForSelector('.chart canvas');
    const text = await page.locator('body').innerText();
    expect(text).not.toMatch(/\blab\.|undefined|NaN|\[object/);
    expect(/[\u4e00-\u9fff]{4}/.test(text.replaceAll('简体中文', ''))).toBe(locale === 'zh-CN');
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), 'wider than the window').toBeLessThanOrEqual(0);
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });
});

it('changes language and theme, and remembers them', async () => {
  const { page, close } = await lab.visit('');
  await page.getByRole('button', { name: '简体中文' }).click();
  expect(await page.locator('h1').innerText()).toBe('归一化该放在哪里？');
  await page.getByRole('button', { name: '外观：跟随系统' }).click();
  await page.getByRole('button', { name: '外观：浅色' }).click();
  await page.reload();
  expect(await page.locator('h1').innerText()).toBe('归一化该放在哪里？');
  expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
  expect(await page.evaluate('document.documentElement.lang')).toBe('zh-Hans');
  await close();
});

it('signal: 200 layers deep, theory beside it', async () => {
  const { page, complaints, close } = await lab.visit('#/signal?arms=post,pre&depth=200&setting=xiong&seeds=1');
  await page.waitForSelector('.chart canvas');
  await page.getByText('As a table').first().click();
  expect(await page.locator('details[open] tbody tr').last().innerText()).toMatch(/^200\s/);
  expect(complaints).toEqual([]);
  await close();
});

it('anatomy: a changed number, what a result reads, and what survives scaling', async () => {
  const { page, complaints, close } = await lab.visit('#/anatomy');
  await page.getByLabel('x 1, 1, 1', { exact: true }).fill('5');
  await page.getByRole('button', { name: /^y 1, 1, 2 / }).focus();
  expect(await page.locator('.cell.lit').count()).toBe(4);
  await page.getByLabel('Times').fill('1');
  await page.getByText('Forgotten').waitFor();
  await page.getByLabel('Normalizer').selectOption('batch');
  await page.getByText('reads 6 numbers').waitFor();
  await page.reload();
  expect(await page.getByLabel('x 1, 1, 1', { exact: true }).inputValue()).toBe('5');
  expect(complaints).toEqual([]);
  await close();
});

it('anatomy: the words in equations follow the language', async () => {
  const { page, close } = await lab.visit('#/anatomy', { locale: 'zh-CN' });
  const choice = page.locator('main select').first();
  for (const id of normalizers.ids) {
    await choice.selectOption(id);
    // Options and names of functions are the same in both.
    const text = (await page.locator('.panel .equation').first().innerText()).replaceAll(/\w+=\w+/g, '');
    const words = text.match(/[a-z]{2,}/gi) ?? [];
    expect(words.filter((word) => !['mean', 'max', 'tanh', 'erf', 'LN'].includes(word))).toEqual([]);
  }
  await close();
});

it.each(['[{"input":null}]', '[]', '[5]', '[{"input":true,"layers":{},"branchScale":[]}]'])(
  'compose: an address of others, rules %s',
  async (rules) => {
    const hash = `#/compose?${new URLSearchParams({ placement: `{"rules":${rules}}` })}`;
    const { page, complaints, close } = await lab.visit(hash);
    // What is there can be clicked.
    const output = page.getByRole('button', { name: /\boutput:/ });
    const before = await output.getAttribute('aria-pressed');
    await output.click();
    expect(await output.getAttribute('aria-pressed')).not.toBe(before);
    expect(await page.locator('.outcome, .problem').count()).toBe(1);
    expect(complaints).toEqual([]);
    await close();
  },
);

it('compose: a placement is read from a file, as an arm is', async () => {
  const { page, complaints, close } = await lab.visit('#/compose');
  const give = (name: string, text: string) =>
    page.locator('.outcome input[type=file]').setInputFiles({ name, mimeType: 'text/yaml', buffer: Buffer.from(text) });
  await give('mine.yaml', 'rules: [{ output: true, branchScale: 0.5 }]\n');
  await page.waitForFunction(() => document.querySelector('.equation.large')?.textContent === 'x ← x + 0.5·LN(F(x))');
  await give('other.yaml', 'model: { placement: pre }\n');
  await page.waitForFunction(() => document.querySelector('.outcome .problem')?.textContent?.includes('other.yaml'));
  expect(complaints).toEqual([]);
  await close();
});

it('compose: places are clicked, mistakes are said, and the race takes it', async () => {
  const { page, complaints, close } = await lab.visit('#/compose');
  const slot = (field: string) => page.getByRole('button', { name: new RegExp(`\\b${field}:`) });
  await slot('output').click();
  await slot('streamScale').focus();
  await page.keyboard.press('Enter');
  await page.getByText('x ← 1.86121·x + F(LN(x))').first().waitFor();
  await page.getByLabel('factor on the identity', { exact: true }).fill('1/sqrt(deep)');
  await page.getByText('stops making sense at character 8').waitFor();
  await page.getByLabel('factor on the identity', { exact: true }).fill('0.5');
  await page.getByRole('button', { name: 'Send to the race' }).click();
  await page.getByText('x ← 0.5·x + F(LN(x))').first().waitFor();
  expect(await page.locator('.card').count()).toBe(3);
  await page.locator('.shared summary').click();
  await page.getByLabel('Steps', { exact: true }).fill('5');
  await race(page);
  expect(await page.locator('.verdict').innerText()).toContain('custom');
  expect(complaints).toEqual([]);
  await close();
});
