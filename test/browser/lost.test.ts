/** What the browser takes away in the middle of a race: the GPU, or the room to keep it. One sentence each, in the page's language. */
import type { Browser } from 'playwright-core';
import { expect, it } from 'vitest';
import { message } from '../../src/core/message/index.ts';
import { Lab } from './lab.ts';

const onGpu =
  '#/race?engine=ort-web-webgpu&steps=2000&seeds=2&width=8&context=8&batch=4&arm=%7B%22placement%22%3A%22post%22%2C%22depth%22%3A2%7D';

it.each(['en', 'zh'] as const)(
  'a GPU that is gone ends the race with that sentence, and the next race runs (%s)',
  { timeout: 200_000 },
  async (language) => {
    const lab = await Lab.open(['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader']);
    try {
      const { page } = await lab.visit(onGpu, { locale: language === 'zh' ? 'zh-CN' : 'en-US' });
      page.setDefaultTimeout(90_000);
      const begin = page.locator('.controls button.primary');
      await begin.click();
      await expect.poll(() => page.locator('.progress .figures').innerText(), { timeout: 90_000 }).toMatch(/(step|第) [1-9]/);
      const session = await (page.context().browser() as Browser).newBrowserCDPSession();
      await session.send('Browser.crashGpuProcess' as never);
      await page.waitForSelector('.verdict');
      const alarm = await page.getByRole('alert').innerText();
      // Said once: the second seed does not begin on a GPU that is gone.
      expect(alarm.split(message(language, 'lab.gpuLost', {}))).toHaveLength(2);
      expect(alarm).not.toMatch(/ort|mapAsync/i);
      // Another worker, another device.
      await begin.click();
      await page.waitForSelector('.verdict', { state: 'detached' });
      await expect.poll(() => page.locator('.progress .figures').innerText(), { timeout: 90_000 }).toMatch(/\d/);
      expect(await page.getByRole('alert').count()).toBe(0);
    } finally {
      await lab.close();
    }
  },
);

it('says that a race is not kept where the browser refuses to write, and runs it all the same', async () => {
  const lab = await Lab.open();
  try {
    const { page, complaints } = await lab.visit('#/race?steps=30', { locale: 'zh-CN' });
    // A store that is there but has no room: as with a full disk or a private window.
    await page.context().route('**/lab.worker-*.js', async (route) => {
      const response = await route.fetch();
      const refusing =
        'IDBObjectStore.prototype.put = function () { this.transaction.abort(); throw new DOMException("full", "QuotaExceededError"); };\n';
      await route.fulfill({ response, body: refusing + (await response.text()) });
    });
    await page.reload();
    await page.locator('.controls button.primary').click();
    await page.waitForSelector('.verdict');
    await page.getByText(message('zh', 'lab.unkept', {})).waitFor();
    expect(complaints).toEqual([]);
  } finally {
    await lab.close();
  }
});
