/** The lab's server: for pages of this machine only, what was built and nothing else. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type StaticServer, serveStatic } from '../../src/serve/static.node.ts';

const folder = mkdtempSync(join(tmpdir(), 'normlab-serve-'));
let server: StaticServer;
beforeAll(async () => {
  mkdirSync(join(folder, 'page/assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  writeFileSync(join(folder, 'page/index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'page/assets/a.wasm'), 'wasm');
  symlinkSync(join(folder, 'secret.txt'), join(folder, 'page/link.txt'));
  server = await serveStatic(join(folder, 'page'), 0);
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A request as it stands: nothing is tidied up on the way. */
const ask = (path: string, { host = `localhost:${server.port}`, method = 'GET' } = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: server.port, path, method, headers: { host } }, (response) => {
      const parts: string[] = [];
      response.setEncoding('utf8').on('data', (part: string) => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: parts.join('') }));
    });
    sent.on('error', reject).end();
  });

it('serves what was built, with strict headers', async () => {
  for (const path of ['/', '/index.html', '/?x=1']) {
    const { status, headers, body } = await ask(path);
    expect([status, body]).toEqual([200, '<!doctype html>']);
    expect(headers['content-security-policy']).toMatch(/default-src 'none'; script-src 'self' 'wasm-unsafe-eval'/);
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(headers['cross-origin-embedder-policy']).toBe('require-corp');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['access-control-allow-origin']).toBeUndefined();
  }
  expect((await ask('/assets/a.wasm')).headers['content-type']).toBe('application/wasm');
});

it('answers to its own names only, so that no other site can have its name point here', async () => {
  const { port } = server;
  for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`]) expect((await ask('/', { host })).status, host).toBe(200);
  for (const host of ['evil.example', `evil.example:${port}`, 'localhost', `localhost:${port + 1}`, `localhost.evil.example:${port}`])
    expect((await ask('/', { host })).status, host).toBe(403);
  expect((await ask('/', { host: 'evil.example' })).headers['x-frame-options']).toBe('DENY');
});

it('has nothing but its map: no way up, no links, no other methods', async () => {
  const ways = ['/../secret.txt', '/..%2fsecret.txt', '/%2e%2e/secret.txt', '/..\\secret.txt', '/%252e%252e/secret.txt', '//secret.txt'];
  const others = ['/link.txt', '/assets', '/assets/', '/nothing', '/assets/..%2findex.html', '/%00', '/index.html%00'];
  for (const path of [...ways, ...others]) {
    const { status, body } = await ask(path);
    expect([404, 400], path).toContain(status);
    expect(body, path).not.toContain('secret');
  }
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) expect((await ask('/', { method })).status, method).toBe(405);
});
