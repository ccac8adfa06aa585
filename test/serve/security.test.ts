/** The server as pages of other sites, other programs and hostile folders meet it. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../../src/serve/dashboard/limits.ts';
import type { RunDetail } from '../../src/serve/dashboard/wire.ts';
import { makeFolder } from './folder.ts';
import { Served, Stream } from './server.ts';

let served: Served;
let run = '';

const hostile = '<img src=x onerror=alert(1)>\u001b[31m\u202e';

beforeAll(async () => {
  served = await Served.over((root) => {
    makeFolder(root, { runs: 2, layers: 2, steps: 20, every: 5 });
    writeFileSync(join(root, '..', 'secret.json'), '{"id":"secret","run":{"secret":"s3cr3t"},"status":"finished"}');
    hostileFolders(root);
  });
  await served.enter();
  run = (await served.list()).runs.find(({ folder }) => folder.startsWith('sweep'))?.id ?? '';
});
afterAll(() => served.close());

/** Links out of the folder in every place that is read, and texts that want to be more. */
function hostileFolders(root: string): void {
  const folder = (name: string): string => {
    mkdirSync(join(root, name), { recursive: true });
    return join(root, name);
  };
  const secret = join(root, '..', 'secret.json');
  const steps = join(root, '..', 'secret.jsonl');
  writeFileSync(steps, `${JSON.stringify({ type: 'step', step: 0, loss: 42424, lr: 1, gradientNorm: 1 })}\n`);
  symlinkSync(secret, join(folder('linked-run'), 'run.json'));
  const events = folder('linked-events');
  writeFileSync(join(events, 'run.json'), '{"id":"x","run":{},"status":"running"}');
  symlinkSync(steps, join(events, 'events.jsonl'));
  const study = folder('linked-report');
  writeFileSync(join(study, 'study.json'), '{}');
  symlinkSync(secret, join(study, 'report.html'));
  symlinkSync(join(root, '..'), join(root, 'linked-folder'));
  const named = folder('named');
  writeFileSync(
    join(named, 'run.json'),
    JSON.stringify({
      id: 'n',
      run: { model: { placement: { id: hostile } }, [hostile]: 1, PROTO: { x: 1 } },
      status: 'failed',
      message: hostile,
    }).replace('PROTO', '__proto__'),
  );
  writeFileSync(
    join(named, 'events.jsonl'),
    `${JSON.stringify({ type: 'started', labels: { [hostile]: [hostile] } })}\n${JSON.stringify({ type: 'measured', step: 0, series: { [hostile]: [1] } })}\n`,
  );
}

describe('who may come in', () => {
  it.each([
    'evil.example',
    'evil.example:PORT',
    '127.0.0.1.evil.example:PORT',
    'localhost.evil.example:PORT',
    '127.0.0.1',
    '127.0.0.1:1',
    '0.0.0.0:PORT',
  ])('refuses host "%s" before it looks at the path', async (host) => {
    for (const path of ['/', '/api/list', '/api/events', '/assets/index-1.js', '/nothing']) {
      const { status } = await served.own(path, { headers: { host: host.replace('PORT', String(served.port)) } });
      expect(status, path).toBeGreaterThanOrEqual(400);
      expect(status, path).not.toBe(404);
    }
  });

  it('refuses requests that name no host, or two', async () => {
    const raw = (head: string): Promise<string> =>
      new Promise((resolve) => {
        const socket = connect(served.port, '127.0.0.1', () =>
          socket.write(`GET /api/list HTTP/1.1\r\n${head}Cookie: ${served.cookie}\r\nConnection: close\r\n\r\n`),
        );
        let answer = '';
        socket.on('data', (chunk: Buffer) => {
          answer += chunk.toString();
        });
        socket.on('close', () => resolve(answer)).on('error', () => resolve(answer));
      });
    const own = `Host: 127.0.0.1:${served.port}\r\n`;
    expect(await raw(own)).toMatch(/^HTTP\/1.1 200/);
    for (const head of ['', 'Host:\r\n', `Host: evil.example\r\n${own}`]) expect(await raw(head), head).toMatch(/^HTTP\/1.1 40[03]/);
  });

  it.each(['127.0.0.1', 'localhost', '[::1]'])('answers to %s', async (name) => {
    expect((await served.own('/api/list', { headers: { host: `${name}:${served.port}` } })).status).toBe(200);
  });

  it.each(['http://evil.example', 'https://127.0.0.1:PORT', 'http://127.0.0.1:1', 'null', 'http://localhost:PORT.evil.example'])(
    'refuses origin "%s"',
    async (origin) => {
      const headers = { origin: origin.replace('PORT', String(served.port)) };
      expect((await served.own('/api/list', { headers })).status).toBe(403);
      expect((await served.own('/api/events', { headers })).status).toBe(403);
      expect((await served.post('/api/check', { text: 'arms: [pre]' }, headers)).status).toBe(403);
    },
  );

  it('refuses what other sites and other ports embed or fetch', async () => {
    for (const site of ['cross-site', 'same-site']) {
      for (const mode of ['no-cors', 'cors']) {
        expect((await served.own('/api/list', { headers: { 'sec-fetch-site': site, 'sec-fetch-mode': mode } })).status).toBe(403);
      }
      expect((await served.own('/api/list', { headers: { 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate' } })).status).toBe(403);
      expect((await served.own('/', { headers: { 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate' } })).status).toBe(200);
    }
  });

  it('knows nobody without the cookie', async () => {
    for (const path of ['/', '/api/list', '/api/session', '/api/events', '/assets/index-1.js', '/nothing', `/api/runs/${run}`]) {
      expect((await served.ask(path)).status, path).toBe(401);
      expect((await served.ask(path, { headers: { cookie: `normlab-${served.port}=wrong` } })).status, path).toBe(401);
    }
    expect((await served.ask('/')).text).toContain('normlab serve');
  });

  it('lets one in for one token, and takes the token out of the address', async () => {
    const other = await Served.over();
    try {
      const { search } = new URL(other.dashboard.url);
      expect((await other.ask('/?token=wrong')).status).toBe(401);
      expect((await other.ask(`/${search}`, { method: 'HEAD' })).status).toBe(401);
      const { status, headers } = await other.ask(`/${search}`);
      expect([status, headers.location]).toEqual([303, '/']);
      expect(headers['set-cookie']?.[0]).toMatch(/^normlab-\d+=[\w-]{40,}; Path=\/; HttpOnly; SameSite=Strict$/);
      const again = await other.ask(`/${search}`);
      expect([again.status, again.headers['set-cookie']]).toEqual([401, undefined]);
    } finally {
      await other.close();
    }
  });

  it('does not take the cookie of another server', async () => {
    const other = await (await Served.over()).enter();
    try {
      const secret = other.cookie.split('=')[1];
      expect((await served.ask('/api/list', { headers: { cookie: `normlab-${served.port}=${secret}` } })).status).toBe(401);
    } finally {
      await other.close();
    }
  });

  it('listens on the loopback interface alone', async () => {
    const { networkInterfaces } = await import('node:os');
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((one) => one?.family === 'IPv4' && !one.internal);
    if (!outside) return;
    const reached = await new Promise<boolean>((resolve) => {
      const socket = connect({ host: outside.address, port: served.port, timeout: 2000 });
      socket
        .once('connect', () => resolve(true))
        .once('error', () => resolve(false))
        .once('timeout', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    expect(reached).toBe(false);
  });
});

describe('headers', () => {
  it('are strict on every answer', async () => {
    for (const path of ['/', '/assets/index-1.js', '/api/list', '/nothing']) {
      const { headers } = await served.own(path);
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['cross-origin-resource-policy']).toBe('same-origin');
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it('are there on refusals too', async () => {
    const { headers } = await served.ask('/', { headers: { host: 'evil.example' } });
    expect(headers['x-content-type-options']).toBe('nosniff');
  });
});

describe('what changes something', () => {
  const text = 'arms: [pre]';

  it('needs POST, JSON and the token', async () => {
    expect((await served.post('/api/check', { text })).status).toBe(200);
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS'])
      expect((await served.own('/api/check', { method })).status, method).toBe(405);
    expect((await served.own('/api/check')).status).toBe(404);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain; application/json', ''])
      expect((await served.post('/api/studies', { text }, { 'content-type': type })).status, type).toBe(415);
    for (const token of ['', 'wrong', served.cookie.split('=')[1] as string])
      expect((await served.post('/api/studies', { text }, { 'x-normlab-token': token })).status, token).toBe(403);
  });

  it('is refused when it is large, with or without a length', async () => {
    const body = JSON.stringify({ text: 'x'.repeat(limits.body) });
    expect((await served.post('/api/check', body)).status).toBe(413);
    expect((await served.post('/api/check', body, { 'transfer-encoding': 'chunked' })).status).toBe(413);
  });

  it.each(['', 'null', '[]', '{"text":1}', '{', '"text"'])('takes no nonsense: %s', async (body) => {
    expect((await served.post('/api/check', body)).status).toBe(400);
  });

  it('chooses no file of this machine', async () => {
    for (const study of [
      'run: { task: { id: text, files: [/etc/passwd] } }',
      'arms: [{ id: a, arm: pre, task: { id: text, files: [/etc/passwd] } }]',
      'tune: { task.files: [[/etc/passwd]] }',
      'vary: { "task.files": [[/etc/passwd]] }',
    ]) {
      const { status, text: told } = await served.post('/api/check', { text: study });
      expect(status, study).toBe(200);
      expect(JSON.parse(told), study).toEqual({ error: { key: 'dash.error.files', values: {} } });
      expect((await served.post('/api/studies', { text: study })).status, study).toBe(422);
    }
  });

  it('is not drowned by a short text', async () => {
    const many = Array.from({ length: 1000 }, (_, i) => i + 1).join(', ');
    const began = performance.now();
    const large = await served.post('/api/check', {
      text: `tune: { lr: [${many}], warmup: [${many}], depth: [${many}], width: [${many}] }`,
    });
    expect(large.text).toContain('dash.error.tooMany');
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...'bcdefgh'.split('').map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(', ')}]`),
    ].join('\n');
    expect((await served.post('/api/check', { text: bomb })).text).toContain('dash.error.yaml');
    expect(performance.now() - began).toBeLessThan(3000);
  });
});

describe('paths', () => {
  const outs = [
    '../secret.json',
    '..%2fsecret.json',
    '%2e%2e%2fsecret.json',
    '%2e%2e/secret.json',
    '..%5csecret.json',
    '..%252fsecret.json',
    '....//secret.json',
    '%00',
    '/etc/passwd',
    'C:\\x',
    '..;/secret.json',
  ];
  const fields = ['/', '/assets/', '/api/runs/', '/api/studies/', '/api/jobs/', '/api/runs/RUN/heat?series='];

  it.each(outs)('%s leads nowhere', async (out) => {
    for (const field of fields) {
      const { status, text } = await served.own(`${field.replace('RUN', run)}${out}`);
      expect([400, 403, 404], field).toContain(status);
      expect(text, field).not.toMatch(/s3cr3t|root:/);
      const report = await served.own(`/api/studies/${out}/report`);
      expect(report.text).not.toMatch(/s3cr3t|root:/);
    }
  });

  it('in the request line may be whole addresses: they are no way past the host', async () => {
    const { status } = await served.own('http://evil.example/api/list', { headers: { host: 'evil.example' } });
    expect(status).toBe(403);
  });
});

describe('folders that others made', () => {
  it('are not left through links', async () => {
    const { runs, studies } = await served.list();
    expect(JSON.stringify(await served.list())).not.toContain('s3cr3t');
    expect(runs.map(({ folder }) => folder)).not.toContain('linked-run');
    expect(runs.some(({ folder }) => folder.startsWith('linked-folder'))).toBe(false);
    const events = runs.find(({ folder }) => folder === 'linked-events')?.id;
    const told = await served.own(`/api/runs/${events}`);
    expect(told.status).toBe(200);
    expect([JSON.stringify(runs), told.text].join()).not.toContain('42424');
    const study = studies.find(({ folder }) => folder === 'linked-report');
    expect(study).toMatchObject({ report: false, problem: { key: 'error.studyFile' } });
    expect((await served.own(`/api/studies/${study?.id}/report`)).status).toBe(404);
  });

  it('name things as they like, and it stays text without control characters', async () => {
    const { runs } = await served.list();
    const row = runs.find(({ folder }) => folder === 'named');
    const told = [JSON.stringify(row), (await served.own(`/api/runs/${row?.id}`)).text].join();
    expect(told).toContain('<img src=x onerror=alert(1)>');
    expect(told).not.toContain('\u001b');
    expect(told).not.toContain('\u202e');
    const { headers, text } = await served.own(`/api/runs/${row?.id}`);
    const { series, fields } = JSON.parse(text) as RunDetail;
    expect(fields['__proto__.x']).toBe('1');
    const heat = await served.own(`/api/runs/${row?.id}/heat?series=${encodeURIComponent(series[0]?.id ?? '')}`);
    expect(JSON.parse(heat.text)).toMatchObject({ high: [[1]] });
    expect(headers['content-type']).toMatch(/^application\/json/);
  });

  it('hold reports that are shown without rights', async () => {
    const other = await Served.over((root) => {
      mkdirSync(join(root, 's'));
      writeFileSync(join(root, 's', 'study.json'), '{}');
      writeFileSync(join(root, 's', 'report.html'), '<script>alert(1)</script>');
    });
    try {
      await other.enter();
      const id = (await other.list()).studies[0]?.id;
      const { status, headers, text } = await other.own(`/api/studies/${id}/report`);
      expect([status, text]).toEqual([200, '<script>alert(1)</script>']);
      expect(headers['content-security-policy']).toMatch(/^sandbox; default-src 'none'/);
      expect(headers['content-security-policy']).not.toContain('script');
    } finally {
      await other.close();
    }
  });
});

it('gives out so many event streams and no more, and takes them back', async () => {
  const streams = await Promise.all(Array.from({ length: limits.streams + 3 }, () => Stream.open(served)));
  expect(streams.filter(({ status }) => status === 200)).toHaveLength(limits.streams);
  expect(streams.filter(({ status }) => status === 429)).toHaveLength(3);
  for (const stream of streams) stream.end();
  await new Promise((resolve) => setTimeout(resolve, 300));
  const next = await Stream.open(served);
  expect(next.status).toBe(200);
  next.end();
});
