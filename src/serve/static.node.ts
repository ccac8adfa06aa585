/** Static files to this machine only: a fixed map of what lies in one folder, a check of the host, strict headers. */
import { createReadStream, readdirSync, statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { extname, join, relative, sep } from 'node:path';
import { Readable } from 'node:stream';
import { type ServerType, serve } from '@hono/node-server';
import { Hono } from 'hono';
import { FailureError, UserError } from '../core/errors.ts';

export interface StaticServer {
  readonly url: string;
  readonly port: number;
  /** Ends it, and whatever it was still sending. */
  close(): Promise<void>;
}

/** The one address that is listened on: the loopback interface. */
export const host = '127.0.0.1';

export const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
};

/** The page loads nothing from elsewhere, runs nothing that was typed or pasted, and is framed by nobody; WASM threads need the isolation. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self' blob:",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
};

/** Files by the path they are asked for. Links are left out: they could lead anywhere. */
export function assetsOf(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  const named = paths.map((path) => [`/${relative(folder, path).split(sep).join('/')}`, path] as const);
  return new Map([...named, ['/', join(folder, 'index.html')]]);
}

/** Names under which a browser on this machine reaches the server; a page of another site that had its name point here sends its own. */
const ownHosts = (port: number): ReadonlySet<string> => new Set(['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`));

export function staticApp(assets: ReadonlyMap<string, string>, port: () => number): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    // Port 80 is the one that browsers leave out.
    const given = context.req.header('host') ?? '';
    if (!ownHosts(port()).has(given.includes(':') ? given : `${given}:80`)) return context.text('Forbidden', 403, securityHeaders as never);
    await next();
    for (const [name, value] of Object.entries(securityHeaders)) context.res.headers.set(name, value);
  });
  app.on(['GET', 'HEAD'], '*', (context) => {
    const file = assets.get(context.req.path);
    if (file === undefined) return context.text('Not found', 404);
    // Names of built files hold a hash of what is in them; others may change with the next version.
    const cache = context.req.path.startsWith('/assets/') ? 'max-age=31536000, immutable' : 'no-cache';
    const headers = {
      'Content-Type': types[extname(file)] ?? 'application/octet-stream',
      'Content-Length': String(statSync(file).size),
      'Cache-Control': cache,
    };
    return context.body(Readable.toWeb(createReadStream(file)) as ReadableStream, 200, headers);
  });
  app.all('*', (context) => context.text('Method not allowed', 405));
  return app;
}

/** On this machine's own address. @throws UserError when the port is taken; FailureError when nothing can be listened on. */
export const listen = (fetch: Hono['fetch'], port: number): Promise<ServerType> =>
  new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname: host, port }, () => resolve(server));
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, port)));
  });

/** @throws as `listen` does. */
export async function serveStatic(folder: string, port: number): Promise<StaticServer> {
  let bound = port;
  const { fetch } = staticApp(assetsOf(folder), () => bound);
  const server = await listen(fetch, port);
  bound = (server.address() as AddressInfo).port;
  return {
    url: `http://localhost:${bound}/`,
    port: bound,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}

const listenError = ({ code, message }: NodeJS.ErrnoException, port: number): UserError =>
  code === 'EADDRINUSE'
    ? new UserError('error.portTaken', { port })
    : new FailureError('error.portFailed', { port, detail: code ?? message });
