/** Runs on an MLflow server: all of each, each once, and a sentence when the server does not do. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fromJsonNumber } from '../../../src/core/json.ts';
import { mlflow } from '../../../src/export/format/mlflow.node.ts';
import { exportedRuns } from '../../../src/export/source.node.ts';
import type { TrainEvent } from '../../../src/train/events.ts';
import { FakeMlflow } from './mlflow-server.ts';
import { inFolder, oddEvents, oddRows, writeRun, writeRuns } from './runs.ts';

let server: FakeMlflow;
let address: string;
beforeEach(async () => {
  server = new FakeMlflow();
  address = await server.start();
});
afterEach(() => server.stop());

const send = (root: string, { target = address, signal = new AbortController().signal, progress = (_: number): void => undefined } = {}) =>
  mlflow.export({ runs: exportedRuns(root), target, experiment: 'placements', signal, progress });

const stored = (id: string) => {
  const [run, ...more] = server.live.filter(({ tags }) => tags.get('normlab.run_id') === id);
  expect(more).toEqual([]);
  return run as NonNullable<typeof run>;
};

describe('an export', () => {
  it('brings spec, numbers and outcome of every run', async () => {
    await inFolder(async (folder) => {
      writeRuns(folder);
      expect(await send(folder)).toEqual({ places: [address], runs: 4, before: 0 });
      expect([...server.experiments.keys()]).toEqual(['placements']);
      expect(server.live.map(({ status, tags }) => [tags.get('normlab.run_id'), status, tags.get('normlab.state')])).toEqual([
        ['ccc', 'FAILED', 'failed'],
        ['ddd', 'KILLED', 'interrupted'],
        ['judge-aaa', 'FINISHED', 'finished'],
        ['select-bbb', 'FINISHED', 'diverged'],
      ]);
      const { metrics, params, tags } = stored('select-bbb');
      expect(metrics.map(({ step, key, value }) => [step, key, fromJsonNumber(value)])).toEqual(
        oddRows.map(([step, series, place, label, value]) => [step, place === null ? series : `${series}/${label ?? place}`, value]),
      );
      expect(Object.fromEntries(params)).toMatchObject({ 'model.placement.id': 'post', seed: '2', 'optimizer.betas': '[0.9,0.999]' });
      expect(Object.fromEntries(tags)).toMatchObject({ 'normlab.reason': 'loss-not-finite', 'normlab.stage': 'select' });
    });
  });

  it('keeps to what one request may hold', async () => {
    await inFolder(async (folder) => {
      const steps = Array.from(
        { length: 700 },
        (_, step): TrainEvent => ({ type: 'step', step, loss: step, lr: 1, gradientNorm: Number.NaN }),
      );
      writeRun(join(folder, 'long'), 'long', [...steps, { type: 'finished', steps: 700, evalLoss: 1 }]);
      await send(folder);
      expect(stored('long').metrics.length).toBe(2100);
      expect(
        stored('long')
          .metrics.filter(({ key }) => key === 'loss')
          .map(({ value }) => value),
      ).toEqual(steps.map((_, step) => step));
    });
  });

  it('brings a run that said more than a tag holds', async () => {
    await inFolder(async (folder) => {
      writeRun(join(folder, 'long'), 'long', oddEvents, undefined, 'x'.repeat(9000));
      await send(folder);
      expect(stored('long').tags.get('normlab.reason')).toBe('x'.repeat(5000));
    });
  });

  it('logs no run twice', async () => {
    await inFolder(async (folder) => {
      writeRuns(folder);
      await send(folder);
      const calls = server.calls.length;
      expect(await send(folder)).toEqual({ places: [address], runs: 4, before: 4 });
      expect(server.runs.length).toBe(4);
      // One look for the experiment, two pages of runs.
      expect(server.calls.slice(calls)).toEqual(['experiments/get-by-name', 'runs/search', 'runs/search']);
    });
  });

  it('replaces what was left torn, and what has gone on since', async () => {
    await inFolder(async (folder) => {
      writeRuns(folder);
      server.breaksAfter = 7;
      await expect(send(folder)).rejects.toThrow(/refused with status 500 \(INTERNAL_ERROR: the database is gone\)/);
      server.breaksAfter = undefined;
      const torn = server.live.length;
      expect(torn).toBeGreaterThan(0);
      await send(folder);
      expect(server.live.length).toBe(4);
      expect(stored('ccc').metrics.length).toBe(oddRows.length);
      writeRun(join(folder, 'runs/ddd'), 'ddd', [...oddEvents, { type: 'finished', steps: 2, evalLoss: 2 }]);
      expect(await send(folder)).toEqual({ places: [address], runs: 4, before: 3 });
      expect([server.live.length, stored('ddd').status, stored('ddd').metrics.length]).toEqual([4, 'FINISHED', oddRows.length]);
    });
  });

  it('stops between requests, and goes on later', async () => {
    await inFolder(async (folder) => {
      writeRuns(folder);
      const stop = new AbortController();
      expect(await send(folder, { signal: stop.signal, progress: () => stop.abort() })).toEqual({ places: [address], runs: 1, before: 0 });
      expect(await send(folder)).toEqual({ places: [address], runs: 4, before: 1 });
    });
  });
});

describe('an address', () => {
  const withPassword = () => address.replace('//', '//me:se%20cret@');

  it('may bring credentials, which go into the header and nowhere else', async () => {
    await inFolder(async (folder) => {
      writeRuns(folder);
      expect((await send(folder, { target: `${withPassword()}/` })).places).toEqual([address]);
      expect(server.authorization).toBe(`Basic ${Buffer.from('me:se cret').toString('base64')}`);
      server.breaksAfter = 0;
      await expect(send(folder, { target: withPassword() })).rejects.toThrow(/^(?!.*cret)The server http:\/\/127/);
    });
  });

  it.each([
    ['localhost:5000', /"localhost:5000" is not the address/],
    ['ftp://me:secret@host', /^(?!.*secret)"ftp:\/\/host" is not the address/],
    ['http://me:secret@', /^(?!.*secret)/],
    ['me:secret@host:5000', /^(?!.*secret)"host:5000" is not the address/],
    ['http://me:sec%ret@host', /^(?!.*sec)"http:\/\/host" is not the address/],
    ['http://127.0.0.1:1', /http:\/\/127\.0\.0\.1:1 does not answer \(/],
  ])('%s does not do', async (target, sentence) => {
    await inFolder(async (folder) => {
      writeRuns(folder);
      await expect(send(folder, { target })).rejects.toThrow(sentence);
    });
  });

  it.each([
    [200, 'text/html', '<html>hello</html>', /does not answer as MLflow does/],
    [403, 'text/plain', 'go away', /refused with status 403/],
    [302, 'text/plain', '', /refused with status 302/],
    [404, 'text/html', '<html>', /refused with status 404/],
    [
      200,
      'application/json',
      JSON.stringify({ experiment: { experiment_id: '1', lifecycle_stage: 'deleted' } }),
      /"placements" on .* was deleted/,
    ],
  ])('that answers %i %s %s does not do either', async (status, type, body, sentence) => {
    const other: Server = createServer((_, response) => response.writeHead(status, { 'content-type': type, location: '/x' }).end(body));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    try {
      await inFolder(async (folder) => {
        writeRuns(folder);
        await expect(send(folder, { target: `http://127.0.0.1:${(other.address() as AddressInfo).port}` })).rejects.toThrow(sentence);
      });
    } finally {
      other.closeAllConnections();
      other.close();
    }
  });
});
