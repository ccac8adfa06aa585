/** `normlab lab` as a process, and Debian's Chromium at its door; whatever the page complains about is kept. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** What CHROMIUM names, or where Debian puts it. */
const executable = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-headless-shell'].find((path) => path && existsSync(path));

export interface Visit {
  readonly page: Page;
  /** Errors and warnings of the console, errors of the page, requests to anywhere else. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export class Lab {
  private constructor(
    private readonly server: ChildProcess,
    private readonly browser: Browser,
    /** With a slash at its end. */
    readonly url: string,
  ) {}

  static async open(flags: readonly string[] = []): Promise<Lab> {
    if (!executable) throw new Error('No Chromium was found. Install Debian’s chromium, or name a program in CHROMIUM.');
    const server = spawn(process.execPath, [main, 'lab', '--no-open', '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const url = await new Promise<string>((resolve, reject) => {
      server.stdout?.once('data', (line: Buffer) => resolve(line.toString().trim()));
      server.once('exit', (code) => reject(new Error(`normlab lab ended with ${code}`)));
    });
    const browser = await chromium.launch({ executablePath: executable, args: ['--no-sandbox', ...flags] });
    return new Lab(server, browser, url);
  }

  /** A visitor with nothing remembered. @param hash such as `#/race?steps=20`. */
  async visit(hash: string, options: BrowserContextOptions = {}): Promise<Visit> {
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-US', ...options });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (line) => ['error', 'warning'].includes(line.type()) && complaints.push(line.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (origin !== new URL(this.url).origin && protocol !== 'blob:') complaints.push(`request to ${request.url()}`);
    });
    await page.goto(this.url + hash);
    await page.waitForSelector('h1');
    return { page, complaints, close: () => context.close() };
  }

  /** @returns the exit code of the server. */
  async close(): Promise<number | null> {
    await this.browser.close();
    const ended = new Promise<number | null>((resolve) => this.server.once('exit', resolve));
    this.server.kill('SIGINT');
    return ended;
  }
}

/** Starts the race of the page and waits for its end. */
export async function race(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start the race' }).click();
  await page.waitForSelector('.verdict');
}

export interface SavedRace {
  readonly arms: readonly {
    readonly name: string;
    readonly runs: readonly {
      readonly seed: number;
      readonly outcome: string;
      readonly spec: never;
      readonly losses: readonly (number | string)[];
      readonly evalLoss: number | null;
    }[];
  }[];
}

/** The numbers of a race that has ended, as the page lets one save them. */
export async function saved(page: Page): Promise<SavedRace> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save all numbers (JSON)' }).click(),
  ]);
  const stream = await download.createReadStream();
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString()) as SavedRace;
}
