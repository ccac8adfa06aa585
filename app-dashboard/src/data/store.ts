/** Everything the page knows of the folder, kept up to date by the server's event stream. */
import { signal } from '@preact/signals';
import type { Change, JobRow, Listing, StudyRow } from '../../../src/serve/dashboard/wire.ts';
import { get, trouble } from './api.ts';
import { type Run, withFields } from './listing.ts';

export type { Run } from './listing.ts';
export { trouble };

export const runs = signal<ReadonlyMap<string, Run>>(new Map());
export const studies = signal<ReadonlyMap<string, StudyRow>>(new Map());
export const jobs = signal<readonly JobRow[]>([]);
/** The list has come; until then it is not empty but unknown. */
export const loaded = signal(false);
export const cut = signal(false);
/** Whether changes reach the page. */
export const live = signal(true);

let at = '';
let source: EventSource | undefined;

async function list(): Promise<void> {
  const listing = await get<Listing>('/api/list');
  at = listing.at;
  runs.value = new Map(withFields(listing).map((run) => [run.id, run]));
  studies.value = new Map(listing.studies.map((study) => [study.id, study]));
  jobs.value = listing.jobs;
  cut.value = listing.cut;
  loaded.value = true;
}

function apply({ runs: changed, studies: changedStudies, gone, jobs: changedJobs }: Change): void {
  if (changed.length > 0 || gone.length > 0) {
    const next = new Map(runs.peek());
    for (const id of gone) next.delete(id);
    for (const run of changed) next.set(run.id, { ...run, fields: run.fields ?? next.get(run.id)?.fields ?? {} });
    runs.value = next;
  }
  if (changedStudies.length > 0 || gone.length > 0) {
    const next = new Map(studies.peek());
    for (const id of gone) next.delete(id);
    for (const study of changedStudies) next.set(study.id, study);
    studies.value = next;
  }
  if (changedJobs.length > 0) jobs.value = changedJobs;
}

function listen(): void {
  source?.close();
  source = new EventSource(`/api/events?since=${encodeURIComponent(at)}`);
  source.addEventListener('open', () => {
    live.value = true;
    trouble.value = undefined;
  });
  source.addEventListener('error', () => {
    live.value = false;
    // The browser gives up where it is refused: another try shows why.
    if (source?.readyState === EventSource.CLOSED) setTimeout(() => void begin(), 3000);
  });
  source.addEventListener('change', (event) => {
    at = event.lastEventId;
    apply(JSON.parse(event.data) as Change);
  });
  source.addEventListener('reset', () => void begin());
}

async function begin(): Promise<void> {
  source?.close();
  try {
    await list();
    if (!document.hidden) listen();
  } catch {
    live.value = false;
    loaded.value = true;
    setTimeout(() => void begin(), 3000);
  }
}

/** Browsers open few connections to one server: a hidden tab gives its own free. */
export function connect(): void {
  void begin();
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) source?.close();
    else listen();
  });
}
