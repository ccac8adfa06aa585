/** What a race runs on: WebGPU where there is an adapter, WebAssembly where there is none; and a host that sends no headers. */
import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { assetsOf } from '../../src/serve/static.node.ts';
import { expectNodesBits, inNode } from './bits.ts';
import { Lab, race, saved } from './lab.ts';

/** A CPU that plays a GPU: Chromium brings it along. */
const swiftshader = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];
const small = 'steps=4&width=8&context=8&batch=4&arm=%7B%22placement%22%3A%22post%22%2C%22depth%22%3A2%7D';
/** A model of which automatic thinks that a GPU would gain. */
const large = 'steps=2&width=96&context=32&batch=8&arm=%7B%22placement%22%3A%22pre%22%2C%22depth%22%3A8%7D';

const engineOf = async (page: Page): Promise<unknown> => {
  const { arms } = await saved(page);
  return (arms[0]?.runs[0]?.spec as { readonly engine: { readonly id: string } } | undefined)?.engine.id;
};

it('trains on WebGPU where there is an adapter, and agrees with WebAssembly', { timeout: 300_000 }, async () => {
  const lab = await Lab.open(swiftshader);
  try {
    const { page, complaints } = await lab.visit(`#/race?engine=ort-web-webgpu&${small}`);
    page.setDefaultTimeout(240_000);
    await race(page);
    await page.getByText('Runs on the GPU (WebGPU).').waitFor();
    const { arms } = await saved(page);
    const [run] = arms[0]?.runs ?? [];
    expect(run?.outcome).toBe('finished');
    expect(await engineOf(page)).toBe('ort-web-webgpu');
    const { losses, evalLoss } = await inNode(run?.spec as never);
    expect(run?.losses).toHaveLength(4);
    losses.forEach((loss, i) => {
      expect(Math.abs((run?.losses[i] as number) / loss - 1), `step ${i}`).toBeLessThan(1e-4);
    });
    expect(Math.abs((run?.evalLoss as number) / (evalLoss as number) - 1)).toBeLessThan(1e-4);
    // The same bits would mean that no GPU had its hand in it.
    expect(run?.losses).not.toEqual(losses);
    expect(complaints).toEqual([]);
    // An adapter that is only a CPU is not taken by itself.
    const other = await lab.visit(`#/race?${large}`);
    await race(other.page);
    expect(await engineOf(other.page)).toBe('ort-wasm');
  } finally {
    await lab.close();
  }
});

it('says in one sentence that there is no adapter, and runs on WebAssembly', async () => {
  const lab = await Lab.open(['--disable-gpu', '--disable-features=WebGPU']);
  try {
    const { page } = await lab.visit(`#/race?engine=ort-web-webgpu&${small}`);
    await race(page);
    await page.getByText('This browser has no WebGPU adapter, so the race runs on the CPU (WebAssembly).').waitFor();
    await expectNodesBits(await saved(page));
    // Automatic runs there too, and has nothing to complain about.
    const other = await lab.visit(`#/race?${large}`);
    await race(other.page);
    await other.page.getByText('Runs on the CPU (WebAssembly).').waitFor();
  } finally {
    await lab.close();
  }
});

it('works from a folder of a host that sends no headers, where no threads are to be had', async () => {
  const lab = await Lab.open();
  const assets = assetsOf(fileURLToPath(new URL('../../dist-app', import.meta.url)));
  const types: Record<string, string> = {
    js: 'text/javascript',
    css: 'text/css',
    wasm: 'application/wasm',
    html: 'text/html',
    txt: 'text/plain',
  };
  const plain = createServer((request, response) => {
    const path = assets.get((request.url ?? '').replace(/^\/some\/folder/, ''));
    if (path === undefined) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': types[path.split('.').at(-1) as string] ?? 'application/octet-stream' });
    return createReadStream(path).pipe(response);
  });
  await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
  try {
    const { page, close } = await lab.visit('');
    await page.goto(`http://127.0.0.1:${(plain.address() as AddressInfo).port}/some/folder/#/race?${small}`);
    expect(await page.evaluate('[crossOriginIsolated, typeof SharedArrayBuffer]')).toEqual([false, 'undefined']);
    await race(page);
    await expectNodesBits(await saved(page));
    await close();
  } finally {
    plain.closeAllConnections();
    plain.close();
    await lab.close();
  }
});
