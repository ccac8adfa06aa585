/** A text of the visitor's own: it stays in this tab. */
import { signal } from '@preact/signals';
import { FailureError, shortHash, type TaskFile, tasks, textFile } from 'normlab/web';
import { forget, remember, remembered, thisTab } from '../shell/memory.ts';

export interface OwnText {
  /** Names it in the address. */
  readonly id: string;
  readonly name: string;
  readonly text: string;
}

/** More would not be seen in any race. */
export const longestText = 2_000_000;

export const ownText = signal<OwnText | undefined>(restored());

function restored(): OwnText | undefined {
  try {
    const found = JSON.parse(remembered('text', thisTab) ?? 'null') as OwnText | null;
    return found && typeof found.text === 'string' && typeof found.id === 'string' ? { ...found, name: String(found.name) } : undefined;
  } catch {
    return undefined;
  }
}

/** @returns what names it in the address. */
export function takeText(name: string, given: string): string {
  const text = given.replace(/^\uFEFF/, '').slice(0, longestText);
  const id = shortHash(text);
  ownText.value = { id, name, text };
  if (!remember('text', JSON.stringify(ownText.value), thisTab)) forget('text', thisTab);
  return id;
}

let book: Promise<TaskFile> | undefined;

async function fetchBook(): Promise<TaskFile> {
  const response = await fetch(new URL('book.txt', document.baseURI)).catch(() => undefined);
  if (!response?.ok) throw new FailureError('lab.race.noBook');
  return { name: 'Moby-Dick', bytes: new Uint8Array(await response.arrayBuffer()) };
}

/** What the task reads: the visitor's text, the book, or nothing. */
export async function filesFor(task: string, text: string): Promise<readonly TaskFile[]> {
  if (!tasks.get(task).reads) return [];
  const own = ownText.value;
  if (text && own?.id === text) return [textFile(own.name, own.text)];
  book ??= fetchBook();
  book.catch(() => {
    book = undefined;
  });
  return [await book];
}
