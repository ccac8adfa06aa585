/** A reload goes on with the race: what had been trained is not trained again, and the numbers are those of a race that nobody disturbed. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectNodesBits } from './bits.ts';
import { Lab, saved } from './lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.open();
});
afterAll(async () => {
  await lab.close();
});

/** Marks every kept loss of the first step, so that one sees where it comes up again. @returns how many steps were kept of each run. */
const markKept = (page: Page, mark: number): Promise<number[]> =>
  page.evaluate(
    (loss) =>
      new Promise<number[]>((resolve, reject) => {
        const opening = indexedDB.open('normlab', 1);
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const store = opening.result.transaction('runs', 'readwrite').objectStore('runs');
          const counts: number[] = [];
          store.openCursor().onsuccess = ({ target }) => {
            const cursor = (target as IDBRequest<IDBCursorWithValue | null>).result;
            if (!cursor) return;
            const steps = cursor.value.events.filter((event: { type: string }) => event.type === 'step');
            if (steps[0]) steps[0].loss = loss;
            counts.push(steps.length);
            cursor.update(cursor.value);
            cursor.continue();
          };
          store.transaction.oncomplete = () => {
            opening.result.close();
            resolve(counts);
          };
        };
      }),
    mark,
  );

const stepShown = (page: Page): Promise<number> =>
  page.evaluate(() => Number(/step (\d+)/.exec(document.querySelector('.progress .figures')?.textContent ?? '')?.[1] ?? 0));

/** Waits until every arm has been kept at least once. */
async function untilKept(page: Page, arms: number): Promise<void> {
  await expect.poll(() => markKept(page, -1).then((counts) => counts.length), { timeout: 30_000 }).toBeGreaterThanOrEqual(arms);
}

describe('a reload', () => {
  it('in the middle: the rest follows on what was kept, bit for bit', async () => {
    const { page, complaints, close } = await lab.visit('#/race?steps=250&seeds=2');
    await page.getByRole('button', { name: 'Start the race' }).click();
    await untilKept(page, 2);
    await page.getByRole('button', { name: 'Pause' }).click();
    const before = await stepShown(page);
    await markKept(page, -7);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.reload();
    await page.waitForSelector('.verdict');
    const numbers = await saved(page);
    expect(before).toBeGreaterThan(0);
    expect(numbers.arms.map(({ runs }) => runs.map(({ losses }) => losses.length))).toEqual([
      [250, 250],
      [250, 250],
    ]);
    // The mark is what was kept; a race run again would have the loss.
    const first = numbers.arms.map(({ runs }) => runs[0]?.losses[0]);
    expect(first).toContain(-7);
    await expectNodesBits(numbers, [], { butFirst: true });
    expect(complaints).toEqual([]);
    await close();
  });

  it('after the end shows it again without training', async () => {
    const { page, complaints, close } = await lab.visit('#/race?steps=30');
    await page.getByRole('button', { name: 'Start the race' }).click();
    await page.waitForSelector('.verdict');
    expect(await markKept(page, -7)).toEqual([30, 30]);
    const before = await saved(page);
    await page.reload();
    await page.waitForSelector('.verdict');
    const after = await saved(page);
    for (const { runs } of before.arms) (runs[0]?.losses as number[])[0] = -7;
    expect(after).toEqual(before);
    expect(complaints).toEqual([]);
    await close();
  });

  it('of a stopped race leaves it stopped', async () => {
    const { page, close } = await lab.visit('#/race?steps=500&seeds=2');
    await page.getByRole('button', { name: 'One step' }).click();
    await page.getByText('step 1 of 500').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.waitForSelector('.verdict');
    const before = await saved(page);
    await page.reload();
    await page.waitForSelector('.verdict');
    expect(await saved(page)).toEqual(before);
    expect(await page.locator('.verdict tbody').innerText()).toContain('stopped');
    await close();
  });

  it('forgets a race once another has begun, and shows a race whose cards were changed since', async () => {
    const { page, close } = await lab.visit('#/race?steps=20');
    await page.getByRole('button', { name: 'Start the race' }).click();
    await page.waitForSelector('.verdict');
    await page.getByRole('button', { name: 'Another seed' }).click();
    await expect.poll(() => markKept(page, -7), { timeout: 30_000 }).toEqual([20, 20]);
    await page.locator('.shared summary').click();
    await page.getByLabel('Steps', { exact: true }).fill('10');
    await page.reload();
    await page.waitForSelector('.verdict');
    const { arms } = await saved(page);
    expect(arms.map(({ runs }) => [runs[0]?.seed, runs[0]?.losses.length])).toEqual([
      [2, 20],
      [2, 20],
    ]);
    await close();
  });
});

it('where the browser keeps nothing, a reload runs the race again', async () => {
  const { page, complaints, close } = await lab.visit('#/race?steps=60');
  await page.context().route('**/lab.worker-*.js', async (route) => {
    const response = await route.fetch();
    const refusing = 'Object.defineProperty(self, "indexedDB", { value: { open() { throw new Error("no") } } });\n';
    await route.fulfill({ response, body: refusing + (await response.text()) });
  });
  await page.reload();
  await page.getByRole('button', { name: 'Start the race' }).click();
  await page.waitForSelector('.verdict');
  await page.reload();
  await page.waitForSelector('.verdict');
  await expectNodesBits(await saved(page));
  expect(complaints).toEqual([]);
  await close();
});

describe('a page that nobody looks at', () => {
  it('frozen by the browser goes on when it is looked at again, with the same numbers', async () => {
    const { page, complaints, close } = await lab.visit('#/race?steps=200');
    const session = await page.context().newCDPSession(page);
    await page.getByRole('button', { name: 'Start the race' }).click();
    await expect.poll(() => stepShown(page), { timeout: 30_000 }).toBeGreaterThan(0);
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    await page.waitForSelector('.verdict');
    await expectNodesBits(await saved(page));
    expect(complaints).toEqual([]);
    await close();
  });
});
