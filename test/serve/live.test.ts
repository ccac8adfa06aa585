/** What the page hears while runs go on, end, are resumed and deleted. */
import { appendFileSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { toJson } from '../../src/core/json.ts';
import type { Change, RunDetail } from '../../src/serve/dashboard/wire.ts';
import { parseRun } from '../../src/spec/parse.ts';
import { RunWriter } from '../../src/store/run-writer.node.ts';
import { makeFolder } from './folder.ts';
import { Served, Stream } from './server.ts';

let served: Served | undefined;
const streams: Stream[] = [];
afterEach(async () => {
  for (const stream of streams.splice(0)) stream.end();
  await served?.close();
  served = undefined;
});

const open = async (from: Served, options?: Parameters<typeof Stream.open>[1]): Promise<Stream> => {
  const stream = await Stream.open(from, options);
  streams.push(stream);
  return stream;
};

const spec = parseRun({
  model: { placement: 'pre', nLayers: 1, dModel: 8, nHeads: 2, seqLen: 8 },
  task: { id: 'copy' } as never,
  steps: 10,
  seed: 1,
});
const head = { id: 'live', run: spec, version: '0.1.0' };
const step = (n: number, loss = 2) => ({ type: 'step' as const, step: n, loss, lr: 0.01, gradientNorm: 1 });

/** The next change that says anything of a run in the folder. */
async function changeOf(stream: Stream, folder: string): Promise<Change['runs'][number]> {
  for (;;) {
    const { event, data } = await stream.next();
    const found = event === 'change' ? (JSON.parse(data) as Change).runs.find((run) => run.folder === folder) : undefined;
    if (found) return found;
  }
}

it('tells the last training loss of runs that ended, however much was measured after it', async () => {
  const last = (loss: number) => toJson({ ...step(9, loss) });
  const measured = (places: number) => toJson({ type: 'measured', step: 9, series: { rms: new Array(places).fill(1.25) } });
  served = await (
    await Served.over((root) => {
      for (const { folder } of makeFolder(root, { runs: 1, layers: 1, steps: 4, every: 2 }))
        for (const [name, lines] of [
          ['short', [last(1.5)]],
          ['deep', [last(2.5), measured(20_000), toJson({ type: 'finished', evalLoss: 1 })]],
          ['odd', [last(Number.POSITIVE_INFINITY), toJson({ type: 'finished', evalLoss: 1 })]],
        ] as const) {
          cpSync(folder, join(root, name), { recursive: true });
          writeFileSync(join(root, name, 'events.jsonl'), lines.map((line) => `${line}\n`).join(''));
        }
    })
  ).enter();
  const { runs } = await served.list();
  const told = Object.fromEntries(runs.map(({ folder, loss, steps, state }) => [folder, [state, steps, loss]]));
  expect(told).toMatchObject({ short: ['finished', 4, 1.5], deep: ['finished', 4, 2.5], odd: ['finished', 4, 'Infinity'] });
});

it('tells of a run that begins, goes on and ends', async () => {
  served = await (await Served.over()).enter();
  const { at } = await served.list();
  const stream = await open(served, { query: `?since=${at}` });
  const writer = new RunWriter(join(served.root, 'live'), head);
  writer.event(step(0, 3));
  const begun = await changeOf(stream, 'live');
  expect(begun).toMatchObject({ state: 'running', total: 10 });
  expect(begun.fields?.['model.placement.id']).toBe('pre');
  writer.event(step(1, 2.5));
  const gone = await changeOf(stream, 'live');
  expect(gone).toMatchObject({ steps: 2, loss: 2.5 });
  expect(gone.fields).toBeUndefined();
  writer.event(step(2, Number.NaN));
  writer.event({ type: 'diverged', reason: { key: 'loss-not-finite', step: 2, value: Number.NaN } });
  writer.close();
  let last = await changeOf(stream, 'live');
  while (last.state === 'running') last = await changeOf(stream, 'live');
  expect(last).toMatchObject({ state: 'diverged', diverged: { key: 'loss-not-finite', step: 2, value: 'NaN' }, loss: 'NaN' });
  const { curves } = await served.get<RunDetail>(`/api/runs/${last.id}`);
  expect(curves.loss).toEqual({ steps: [0, 1, 2], mean: [3, 2.5, null], odd: [[2, 'NaN']] });
});

it('tells who comes back what was missed, and who was never here to begin anew', async () => {
  served = await (await Served.over((root) => makeFolder(root, { runs: 2, layers: 2, steps: 10, every: 5 }))).enter();
  const { at } = await served.list();
  makeFolder(join(served.root, 'later'), { runs: 1, layers: 2, steps: 10, every: 5 });
  const back = await open(served, { headers: { 'last-event-id': at } });
  expect(await changeOf(back, 'later/sweep-0/post-0.001-0')).toMatchObject({ state: 'finished' });
  const strange = await open(served, { headers: { 'last-event-id': 'abc-1-0' } });
  expect((await strange.next()).event).toBe('reset');
  const fresh = await open(served);
  expect((await fresh.next()).event).toBe('reset');
});

it('tells of what was deleted, and reads what came in its place', async () => {
  served = await (await Served.over((root) => makeFolder(root, { runs: 3, layers: 2, steps: 10, every: 5 }))).enter();
  const { at, runs } = await served.list();
  const [first] = runs;
  if (!first) throw new Error('no run');
  const folder = join(served.root, first.folder);
  expect((await served.get<RunDetail>(`/api/runs/${first.id}`)).curves.loss.steps).toHaveLength(10);
  const stream = await open(served, { query: `?since=${at}` });
  rmSync(folder, { recursive: true });
  // Its events are gone before the index knows; a slow machine may ask only after that.
  const between = await served.own(`/api/runs/${first.id}`);
  if (between.status === 200) expect((JSON.parse(between.text) as RunDetail).curves.loss.steps).toHaveLength(0);
  else expect(between.status).toBe(404);
  const { data } = await stream.next();
  expect((JSON.parse(data) as Change).gone).toEqual([first.id]);
  expect((await served.own(`/api/runs/${first.id}`)).status).toBe(404);
  mkdirSync(folder);
  writeFileSync(join(folder, 'run.json'), JSON.stringify({ ...head, status: 'finished' }));
  writeFileSync(join(folder, 'events.jsonl'), `${JSON.stringify(step(0, 7))}\n`);
  expect(await changeOf(stream, first.folder)).toMatchObject({ id: first.id, state: 'finished' });
  expect((await served.get<RunDetail>(`/api/runs/${first.id}`)).curves.loss.mean).toEqual([7]);
});

it('waits for the end of a torn line, and leaves out what is no event', async () => {
  served = await (await Served.over()).enter();
  const folder = join(served.root, 'torn');
  mkdirSync(folder);
  const events = join(folder, 'events.jsonl');
  writeFileSync(join(folder, 'run.json'), JSON.stringify({ ...head, status: 'running' }));
  const whole = JSON.stringify(step(1, 1.25));
  writeFileSync(
    events,
    `${JSON.stringify(step(0, 3))}\nnot an event\n[]\n{"type":"step","step":"x"}\n{"type":"measured","step":0,"series":{"s":[1,"NaN"],"t":3}}\n${whole.slice(0, 20)}`,
  );
  const { runs } = await served.list();
  const id = runs[0]?.id;
  expect(runs[0]).toMatchObject({ state: 'stale', loss: 3 });
  const torn = await served.get<RunDetail>(`/api/runs/${id}`);
  expect(torn.curves.loss.mean).toEqual([3]);
  expect(torn.skipped).toBe(1);
  expect(torn.breaks).toEqual([{ series: 's', label: '1', step: 0, value: 'NaN' }]);
  appendFileSync(events, `${whole.slice(20)}\n`);
  expect((await served.get<RunDetail>(`/api/runs/${id}`)).curves.loss.mean).toEqual([3, 1.25]);
});

it('reads the file of a resumed run from its beginning', async () => {
  served = await (await Served.over()).enter();
  const folder = join(served.root, 'live');
  const first = new RunWriter(folder, head);
  for (let i = 0; i < 5; i++) first.event(step(i, 9));
  first.close({ failure: 'stopped' });
  const id = (await served.list()).runs[0]?.id;
  expect((await served.get<RunDetail>(`/api/runs/${id}`)).curves.loss.mean).toEqual([9, 9, 9, 9, 9]);
  const second = new RunWriter(folder, head, true);
  for (let i = 0; i < 6; i++) second.event(step(i, 4));
  second.close({ failure: 'stopped' });
  expect((await served.get<RunDetail>(`/api/runs/${id}`)).curves.loss.mean).toEqual([4, 4, 4, 4, 4, 4]);
});
