/**
 * How fast a large folder opens. Small unless NORMLAB_SERVE_RUNS says how many runs, of 100 layers and 10,000 steps:
 * NORMLAB_SERVE_RUNS=1000 npx vitest run test/serve/measure.test.ts
 */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Heat, RunDetail } from '../../src/serve/dashboard/wire.ts';
import { makeFolder } from './folder.ts';
import { Served } from './server.ts';

const asked = Number(process.env.NORMLAB_SERVE_RUNS ?? 0);
const size = asked > 0 ? { runs: asked, layers: 100, steps: 10_000, every: 100 } : { runs: 60, layers: 20, steps: 500, every: 25 };

const timed = async <T>(what: string, figures: Record<string, unknown>, work: () => Promise<T>): Promise<T> => {
  const began = performance.now();
  const value = await work();
  figures[what] = `${Math.round(performance.now() - began)} ms`;
  return value;
};

it('opens in under two seconds', { timeout: 600_000 }, async () => {
  const figures: Record<string, unknown> = { ...size };
  const served = await Served.over((root) => {
    makeFolder(root, size);
  });
  try {
    const files = readdirSync(served.root, { recursive: true }).map((name) => statSync(join(served.root, String(name))));
    figures['on disk'] = `${Math.round(files.reduce((sum, { size: bytes }) => sum + bytes, 0) / 2 ** 20)} MiB`;
    const before = process.memoryUsage().rss;
    await served.enter();
    const began = performance.now();
    const list = await timed('first list', figures, () => served.list());
    expect(performance.now() - began).toBeLessThan(2000);
    figures['bytes of the list'] = JSON.stringify(list).length;
    await timed('list again', figures, () => served.list());
    const id = list.runs[0]?.id ?? '';
    const detail = await timed('first run', figures, () => served.get<RunDetail>(`/api/runs/${id}`));
    expect(detail.curves.loss.steps.length).toBeGreaterThan(400);
    figures['bytes of a run'] = JSON.stringify(detail).length;
    await timed('run again', figures, () => served.get<RunDetail>(`/api/runs/${id}`));
    const heat = await timed('heat map', figures, () =>
      served.get<Heat>(`/api/runs/${id}/heat?series=${encodeURIComponent('gradient-norm/layer')}`),
    );
    expect(heat.high).toHaveLength(size.layers);
    await timed('24 runs', figures, () => Promise.all(list.runs.slice(1, 25).map((run) => served.get<RunDetail>(`/api/runs/${run.id}`))));
    figures['memory taken'] = `${Math.round((process.memoryUsage().rss - before) / 2 ** 20)} MiB`;
  } finally {
    await served.close();
    console.log(JSON.stringify(figures, undefined, 1));
  }
});

it.runIf(asked > 0)('opens a run that was measured at every step', async () => {
  const figures: Record<string, unknown> = {};
  const served = await Served.over((root) => makeFolder(root, { runs: 1, layers: 100, steps: 10_000, every: 1 }));
  try {
    await served.enter();
    const id = (await served.list()).runs[0]?.id ?? '';
    figures['MiB of events'] = Math.round((await served.list()).runs.reduce((sum, { bytes }) => sum + bytes, 0) / 2 ** 20);
    const opening = timed('first run', figures, () => served.get<RunDetail>(`/api/runs/${id}`));
    // Others are served meanwhile.
    await timed('list meanwhile', figures, () => served.list());
    await opening;
    await timed('heat map', figures, () => served.get<Heat>(`/api/runs/${id}/heat?series=${encodeURIComponent('gradient-norm/layer')}`));
  } finally {
    await served.close();
    console.log(JSON.stringify(figures, undefined, 1));
  }
});
