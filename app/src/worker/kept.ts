/** Runs under way, kept by the browser so that a reload goes on with them. Where nothing can be kept, a reload runs them again. */
import type { TrainEvent, TrainOptions } from 'normlab/web';

export type Checkpoint = NonNullable<TrainOptions['from']>;

export interface KeptRun {
  /** The spec of the run as text: what was kept of another one is of no use. */
  readonly spec: string;
  /** All it had told by then. */
  readonly events: readonly TrainEvent[];
  /** What it goes on from; left out when it had ended. */
  readonly from?: Checkpoint;
}

/** One run of a race: an arm and a seed. */
export interface KeptName {
  readonly race: string;
  readonly arm: number;
  readonly seed: number;
}

const runs = 'runs';
/** A tab that was closed comes for nothing; its runs go after a day. */
const lifetimeMs = 24 * 60 * 60 * 1000;

let opened: Promise<IDBDatabase> | undefined;

function database(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('normlab', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(runs).createIndex('at', 'at');
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

const keyOf = ({ race, arm, seed }: KeptName): string[] => [race, String(arm), String(seed)];

/** @returns the result of the request once all of the transaction is written. */
async function inStore<T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const transaction = (await database()).transaction(runs, mode);
  const request = ask(transaction.objectStore(runs));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

/** @returns whether it was kept. */
export async function keepRun(name: KeptName, run: KeptRun): Promise<boolean> {
  try {
    await inStore('readwrite', (store) => store.put({ ...run, at: Date.now() }, keyOf(name)));
    return true;
  } catch {
    // No store, or no room in it.
    return false;
  }
}

/** @returns undefined when nothing of this spec is kept. */
export async function keptRun(name: KeptName, spec: string): Promise<KeptRun | undefined> {
  try {
    const found = (await inStore('readonly', (store) => store.get(keyOf(name)))) as KeptRun | undefined;
    return found?.spec === spec ? found : undefined;
  } catch {
    return undefined;
  }
}

/** Forgets a race, and those whose tabs were closed long ago. */
export async function forgetRace(race: string): Promise<void> {
  try {
    await inStore('readwrite', (store) => store.delete(IDBKeyRange.bound([race], [race, []])));
    const old = await inStore('readonly', (store) => store.index('at').getAllKeys(IDBKeyRange.upperBound(Date.now() - lifetimeMs)));
    for (const key of old) await inStore('readwrite', (store) => store.delete(key));
  } catch {
    // Nothing was kept.
  }
}
