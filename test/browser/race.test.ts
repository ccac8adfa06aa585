/** A race in the browser: it trains, its numbers are Node's, what breaks is shown, and the address brings it back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textFile } from '../../src/index.ts';
import { builtInBook } from '../../src/task/data/files.node.ts';
import { expectNodesBits } from './bits.ts';
import { Lab, race, saved } from './lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.open();
});
afterAll(async () => {
  // Ctrl-C is how one ends it.
  expect(await lab.close()).toBe(0);
});

describe('a race', () => {
  it('runs to its end, and its numbers are those of Node, bit for bit', async () => {
    const { page, complaints, close } = await lab.visit('#/race?steps=50');
    await race(page);
    const numbers = await saved(page);
    expect(numbers.arms.map(({ name }) => name)).toEqual(['post', 'pre']);
    expect(numbers.arms.flatMap(({ runs }) => runs.map(({ losses }) => losses.length))).toEqual([50, 50]);
    await expectNodesBits(numbers);
    expect(await page.getByText('One seed shows no verdict').count()).toBe(1);
    expect(complaints).toEqual([]);
    await close();
  });

  it('of the book and of a text of one’s own as well', async () => {
    const { page, complaints, close } = await lab.visit('#/race?steps=8&task=text&seeds=2');
    await race(page);
    await expectNodesBits(await saved(page), [builtInBook()]);
    await page.locator('.shared summary').click();
    const text = '<img src=x onerror=alert(1)> 船长亚哈 the whale '.repeat(60);
    await page.getByLabel('A text of your own').fill(text);
    await page.getByLabel('A text of your own').blur();
    await page.getByText(`${text.length.toLocaleString('en')} characters`).waitFor();
    await page.getByRole('button', { name: 'Run with the new settings' }).click();
    await page.waitForSelector('.verdict');
    await expectNodesBits(await saved(page), [textFile('text', text)]);
    // Two seeds end in the words of the command line.
    expect(await page.locator('.sentences').innerText()).toMatch(
      /post is (better|worse) than pre|no difference shown between post and pre/,
    );
    await page.reload();
    await page.getByText(`${text.length.toLocaleString('en')} characters`).waitFor({ state: 'attached' });
    expect(complaints).toEqual([]);
    await close();
  });

  it('shows an arm that diverged, and where it broke first', async () => {
    const arms = ['{"placement":"none","lr":0.3}', 'pre'].map((arm) => `arm=${encodeURIComponent(arm)}`).join('&');
    const { page, complaints, close } = await lab.visit(`#/race?steps=60&clip=none&${arms}`);
    await race(page);
    const alarm = await page.getByRole('alert').innerText();
    expect(alarm).toMatch(/none \(seed 1\): diverged: the (loss|gradient norm)/);
    expect(alarm).toMatch(/It broke first at step \d+, in (the attention of |the feed-forward of )?layer \d/);
    expect(alarm).not.toMatch(/pre \(seed/);
    await page.getByText('A cross marks the step at which a run diverged.').waitFor();
    // The table of the losses says what came, and nothing of steps that never came.
    await page.getByText('As a table').first().click();
    expect(await page.locator('details[open] tbody tr').last().innerText()).toMatch(/^59\t–\t\d/);
    const { arms: told } = await saved(page);
    expect(told.map(({ runs }) => runs[0]?.outcome)).toEqual(['diverged', 'finished']);
    expect(complaints).toEqual([]);
    await close();
  });

  it('pauses, takes single steps and stops', async () => {
    const { page, complaints, close } = await lab.visit('#/race?steps=500');
    const step = page.getByRole('button', { name: 'One step' });
    await step.click();
    await page.getByText('step 1 of 500').waitFor();
    await step.click();
    await page.getByText('step 2 of 500').waitFor();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.waitForSelector('.verdict');
    expect(await page.locator('.verdict tbody').innerText()).toContain('stopped');
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('a race that is disturbed', () => {
  it('is stopped while it still prepares', async () => {
    const { page, complaints, close } = await lab.visit('#/race?steps=2000');
    await page.getByRole('button', { name: 'Start the race' }).click();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.waitForSelector('.verdict');
    for (const { runs } of (await saved(page)).arms) {
      expect(runs[0]?.outcome).toBe('stopped');
      expect(runs[0]?.losses.length).toBeLessThan(50);
    }
    expect(complaints).toEqual([]);
    await close();
  });

  it('waits for its text no longer once another one was started', async () => {
    const { page, close } = await lab.visit('#/race?steps=5&task=text');
    let bring = (): void => {};
    const brought = new Promise<void>((resolve) => {
      bring = resolve;
    });
    await page.route('**/book.txt', async (route) => {
      await brought;
      await route.continue();
    });
    await page.getByRole('button', { name: 'Start the race' }).click();
    await page.evaluate('location.hash = "#/race?steps=6"');
    await page.locator('.shared summary', { hasText: '6 steps' }).waitFor();
    await race(page);
    const answered = page.waitForResponse('**/book.txt');
    bring();
    await (await answered).finished();
    await page.waitForTimeout(300);
    expect((await saved(page)).arms.map(({ runs }) => runs[0]?.losses.length)).toEqual([6, 6]);
    await close();
  });

  it('whose worker cannot be loaded says so, and can be started again', async () => {
    const { page, close } = await lab.visit('#/anatomy');
    await page.route('**/lab.worker-*.js', (route) => route.abort());
    await page.getByRole('link', { name: 'Race' }).click();
    await page.getByRole('button', { name: 'Start the race' }).click();
    await page.getByText('could not be loaded, or broke down').first().waitFor();
    await page.unroute('**/lab.worker-*.js');
    await page.getByLabel('Placement', { exact: true }).first().waitFor();
    await page.evaluate('location.hash = "#/race?steps=5"');
    await page.getByRole('button', { name: 'Run with the new settings' }).click();
    await page.locator('.verdict', { hasText: 'finished' }).waitFor();
    expect(await page.locator('.alarm').count()).toBe(0);
    await close();
  });
});

describe('the address', () => {
  it('holds what was changed, through a reload', async () => {
    const { page, complaints, close } = await lab.visit('');
    await page.locator('.settings-of summary').first().click();
    await page.getByLabel('Learning rate').first().fill('0.003');
    await page.getByLabel('Placement', { exact: true }).first().selectOption('deepnorm');
    await page.locator('.shared summary').click();
    await page.getByLabel('Steps', { exact: true }).fill('40');
    const here = () => page.evaluate('location.href');
    const address = await here();
    await page.reload();
    await page.waitForSelector('h1');
    expect(await here()).toBe(address);
    expect(await page.getByLabel('Placement', { exact: true }).first().inputValue()).toBe('deepnorm');
    expect(await page.locator('.settings-of summary').first().innerText()).toContain('lr 0.003');
    expect(await page.locator('.shared summary').innerText()).toContain('40 steps');
    expect(complaints).toEqual([]);
    await close();
  });

  it('a reload goes on where a paused race was', async () => {
    const { page, complaints, close } = await lab.visit('#/race?steps=200');
    await page.getByRole('button', { name: 'One step' }).click();
    await page.getByText('step 1 of 200').waitFor();
    await page.getByRole('button', { name: 'One step' }).click();
    await page.getByText('step 2 of 200').waitFor();
    await page.reload();
    await page.getByText('step 2 of 200').waitFor();
    expect(await page.getByRole('button', { name: 'Go on' }).count()).toBe(1);
    expect(complaints).toEqual([]);
    await close();
  });

  it('of others is read with care', async () => {
    const hostile = `arm=${encodeURIComponent('{"placement":"<img src=x onerror=alert(1)>"}')}&arm=${encodeURIComponent('{"__proto__":1}')}`;
    const { page, complaints, close } = await lab.visit(`#/race?steps=1e9&width=NaN&task=images&${hostile}&seed=-1&text=../..`);
    await page.getByText('Part of the address did not fit').waitFor();
    expect(await page.locator('.card').count()).toBe(2);
    expect(await page.locator('img').count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });
});
