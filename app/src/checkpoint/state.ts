/** The files that are looked at. An example is in the address; files of a visitor are in this page alone. */
import { effect, signal } from '@preact/signals';
import * as Comlink from 'comlink';
import type { Inspection } from 'normlab/web';
import { route, writeQuery } from '../shell/route.ts';
import { broken, type Told, told } from '../worker/told.ts';
import { type ExampleId, exampleIds, filesOf } from './example.ts';
import type { Reader } from './read.worker.ts';

export type Answer =
  | { readonly at: 'nothing' }
  | { readonly at: 'reading'; readonly names: readonly string[] }
  | { readonly at: 'failed'; readonly reason: Told }
  | { readonly at: 'read'; readonly found: Inspection };

const exampleIn = (query: URLSearchParams): ExampleId | undefined => exampleIds.find((id) => id === query.get('example'));

export const example = signal<ExampleId | undefined>(route.value.view === 'checkpoint' ? exampleIn(route.value.query) : undefined);
export const answer = signal<Answer>({ at: 'nothing' });

effect(() => writeQuery('checkpoint', new URLSearchParams(example.value && { example: example.value })));
effect(() => {
  const { view, query } = route.value;
  if (view !== 'checkpoint') return;
  const asked = exampleIn(query);
  if (asked !== example.peek()) chooseExample(asked);
});

let worker: Worker | undefined;

/** Ends whatever is being read. */
export function stop(): void {
  worker?.terminate();
  worker = undefined;
  if (answer.peek().at === 'reading') answer.value = { at: 'nothing' };
}

async function read(files: readonly File[]): Promise<void> {
  stop();
  const own = new Worker(new URL('./read.worker.ts', import.meta.url), { type: 'module' });
  worker = own;
  answer.value = { at: 'reading', names: files.map(({ name }) => name) };
  const read = Comlink.wrap<Reader>(own)
    .read(files)
    .catch((error: unknown) => told(error));
  const found = await Promise.race([read, broken(own)]);
  if (worker !== own) return;
  answer.value = 'key' in found ? { at: 'failed', reason: found } : { at: 'read', found };
  own.terminate();
  worker = undefined;
}

export function chooseFiles(files: readonly File[]): void {
  if (files.length === 0) return;
  example.value = undefined;
  void read(files);
}

export function chooseExample(id: ExampleId | undefined): void {
  example.value = id;
  if (id) void read(filesOf(id));
  else {
    stop();
    answer.value = { at: 'nothing' };
  }
}

if (example.peek()) chooseExample(example.peek());
