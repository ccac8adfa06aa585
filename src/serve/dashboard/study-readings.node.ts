/** Studies read by a thread, one after the other, and kept until something in them changes. */
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Language } from '../../core/message/index.ts';
import { limits } from './limits.ts';
import type { StudyDetail } from './wire.ts';

type Reading = Omit<StudyDetail, 'row'>;

/** Compiled code only: a thread starts from a file that Node can run. */
const readerFile = fileURLToPath(
  new URL(
    import.meta.url.endsWith('.ts') ? '../../../dist/serve/dashboard/study-reader.node.js' : './study-reader.node.js',
    import.meta.url,
  ),
);

/** Studies that are kept. */
const most = 16;

const unread = (detail: string): Reading => ({ result: null, runs: {}, problem: { key: 'error.unexpected', values: { detail } } });

export class StudyReadings {
  private readonly kept = new Map<string, { readonly seal: string; readonly reading: Promise<Reading> }>();
  private last: Promise<unknown> = Promise.resolve();
  private worker: Worker | undefined;
  private closed = false;

  /** @param seal changes whenever something in the study does. */
  of(folder: string, seal: string, language: Language): Promise<Reading> {
    const key = `${language}/${folder}`;
    const known = this.kept.get(key);
    if (known?.seal === seal) return known.reading;
    const reading = this.last.then(() => this.read(folder, language));
    this.last = reading.catch(() => undefined);
    this.kept.delete(key);
    this.kept.set(key, { seal, reading });
    for (const old of this.kept.keys()) if (this.kept.size > most) this.kept.delete(old);
    return reading;
  }

  /** Ends what is read; what waits for its turn is not begun. */
  async close(): Promise<void> {
    this.closed = true;
    await this.worker?.terminate();
  }

  private read(folder: string, language: Language): Promise<Reading> {
    if (this.closed) return Promise.resolve(unread('the server ends'));
    return new Promise((resolve) => {
      const worker = new Worker(readerFile, { workerData: { folder, language }, stdout: true, stderr: true });
      this.worker = worker;
      const fail = (detail: string) => settle(unread(detail));
      const late = setTimeout(() => fail('timeout'), limits.studyMs);
      const settle = (reading: Reading): void => {
        clearTimeout(late);
        resolve(reading);
        void worker.terminate();
      };
      worker.once('message', (text: string) => settle(JSON.parse(text) as Reading));
      worker.once('error', (error) => fail(error.message));
      worker.once('exit', () => fail('the reader ended early'));
    });
  }
}
