/** The dashboard's server: this machine only, one folder. */
import { createReadStream } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { type Context, Hono } from 'hono';
import { assetsOf, host, listen, types } from '../static.node.ts';
import { Access } from './access.node.ts';
import { FolderIndex } from './folder-index.node.ts';
import { gate } from './gate.node.ts';
import { guard } from './guard.ts';
import { Histories } from './histories.node.ts';
import { limits } from './limits.ts';
import { Live } from './live.node.ts';
import { routes } from './routes.node.ts';
import { Starter } from './starter.node.ts';
import { stream } from './stream.node.ts';
import { StudyReadings } from './study-readings.node.ts';
import { onlyOwnWrites, smallBodies } from './writes.ts';

export interface Dashboard {
  /** With the token that lets one browser in. */
  readonly url: string;
  readonly port: number;
  /** Answers nobody any more, and stops the studies that it started. */
  close(): Promise<void>;
  /** Ends the studies at once. */
  kill(): void;
}

/** @param page folder of the built page. @throws UserError when the port is taken; FailureError when nothing can be listened on. */
export async function serveDashboard(root: string, page: string, port: number): Promise<Dashboard> {
  let bound = port;
  const access = new Access();
  const index = new FolderIndex(root);
  const starter = new Starter(root, index.studyId, () => live.jobsChanged());
  const live: Live = new Live(index, starter);
  const readings = new StudyReadings();
  const parts = { index, live, histories: new Histories(), readings, starter, writing: access.writing };

  const app = new Hono();
  app.use(guard(() => bound));
  app.use(gate(access, () => bound));
  app.use(onlyOwnWrites(access.mayWrite), smallBodies);
  app.get('/api/events', (context) => stream(context, live));
  app.route('/api', routes(parts));
  const assets = assetsOf(page);
  app.get('*', (context) => asset(context, assets));
  app.notFound((context) => context.text('Not found', 404));
  app.onError((error, context) => {
    if (process.env.NORMLAB_DEBUG) console.error(error);
    return context.text(`Failed: ${error.name}`, 500);
  });

  const server = await listen(app.fetch, port);
  Object.assign(server as Server, { maxConnections: limits.connections, requestTimeout: 30_000, headersTimeout: 10_000 });
  bound = (server.address() as AddressInfo).port;
  // While the browser starts.
  setImmediate(() => live.look());
  return {
    url: `http://${host}:${bound}/?token=${access.token}`,
    port: bound,
    kill: () => starter.end(),
    close: async () => {
      live.close();
      // First: a page that is still open must not start a study that nobody would stop.
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
      await starter.close();
      await readings.close();
    },
  };
}

/** A file of the page, by a map made at the start. */
function asset(context: Context, assets: ReadonlyMap<string, string>): Response {
  const file = assets.get(context.req.path);
  if (file === undefined) return context.text('Not found', 404);
  // Names of built files hold a hash of what is in them.
  const cache = context.req.path.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-cache';
  const headers = { 'Content-Type': types[extname(file)] ?? 'application/octet-stream', 'Cache-Control': cache };
  return context.body(Readable.toWeb(createReadStream(file)) as ReadableStream, 200, headers);
}
