/** A dashboard over a folder of its own, and requests as anyone could send them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Dashboard, serveDashboard } from '../../src/serve/dashboard/serve.node.ts';
import type { Listing, Session } from '../../src/serve/dashboard/wire.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export class Served {
  cookie = '';
  /** Of the session, for requests that change something. */
  token = '';

  private constructor(
    readonly root: string,
    readonly dashboard: Dashboard,
    private readonly scratch: string,
  ) {}

  /** @param fill makes what is in the folder before it is served. */
  static async over(fill: (root: string) => void = () => undefined): Promise<Served> {
    const scratch = mkdtempSync(join(tmpdir(), 'normlab-serve-'));
    const [root, page] = [join(scratch, 'runs'), join(scratch, 'page')];
    for (const folder of [root, join(page, 'assets')]) mkdirSync(folder, { recursive: true });
    writeFileSync(join(page, 'index.html'), '<!doctype html><title>page</title>');
    writeFileSync(join(page, 'assets', 'index-1.js'), 'export {};');
    fill(root);
    return new Served(root, await serveDashboard(root, page, 0), scratch);
  }

  get port(): number {
    return this.dashboard.port;
  }

  /** The path as it is, unmended by any URL parser. */
  ask(path: string, { method = 'GET', headers = {}, body }: Ask = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const sent = request(
        { host: '127.0.0.1', port: this.port, path, method, headers: { host: `127.0.0.1:${this.port}`, ...headers } },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () =>
            resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(chunks).toString() }),
          );
          answer.on('error', reject);
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }

  /** As the browser that opened the printed address. */
  async enter(): Promise<this> {
    const { search } = new URL(this.dashboard.url);
    const { headers } = await this.ask(`/${search}`);
    this.cookie = (headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
    this.token = (await this.get<Session>('/api/session')).token;
    return this;
  }

  /** With the cookie. */
  own(path: string, { headers, ...ask }: Ask = {}): Promise<Answer> {
    return this.ask(path, { ...ask, headers: { cookie: this.cookie, ...headers } });
  }

  async get<T>(path: string): Promise<T> {
    const { status, text } = await this.own(path);
    if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
    return JSON.parse(text) as T;
  }

  list = (): Promise<Listing> => this.get<Listing>('/api/list');

  post(path: string, body: object | string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.own(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-normlab-token': this.token, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  async close(): Promise<void> {
    await this.dashboard.close();
    rmSync(this.scratch, { recursive: true, force: true });
  }
}

/** What an event stream says, message by message. */
export class Stream {
  private readonly messages: { readonly event: string; readonly id: string; readonly data: string }[] = [];
  private wake: () => void = () => undefined;
  status = 0;
  private close: () => void = () => undefined;

  static open(
    served: Served,
    { headers = {}, query = '' }: { headers?: Readonly<Record<string, string>>; query?: string } = {},
  ): Promise<Stream> {
    const stream = new Stream();
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          host: '127.0.0.1',
          port: served.port,
          path: `/api/events${query}`,
          headers: { host: `127.0.0.1:${served.port}`, cookie: served.cookie, ...headers },
        },
        (answer) => {
          stream.status = answer.statusCode ?? 0;
          let rest = '';
          answer.on('data', (chunk: Buffer) => {
            rest += chunk.toString();
            const parts = rest.split('\n\n');
            rest = parts.pop() as string;
            for (const part of parts) stream.take(part);
          });
          answer.on('error', () => undefined);
          resolve(stream);
        },
      );
      stream.close = () => sent.destroy();
      sent.on('error', reject);
      sent.end();
    });
  }

  private take(part: string): void {
    const field = (name: string): string =>
      part
        .split('\n')
        .filter((line) => line.startsWith(`${name}: `))
        .map((line) => line.slice(name.length + 2))
        .join('\n');
    if (field('event') === '') return;
    this.messages.push({ event: field('event'), id: field('id'), data: field('data') });
    this.wake();
  }

  /** The next message. @throws when none comes in a minute. */
  async next(): Promise<{ readonly event: string; readonly id: string; readonly data: string }> {
    const deadline = Date.now() + 60_000;
    while (this.messages.length === 0) {
      if (Date.now() > deadline) throw new Error('no message');
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        setTimeout(resolve, 100);
      });
    }
    return this.messages.shift() as never;
  }

  end(): void {
    this.close();
  }
}
