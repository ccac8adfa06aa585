/** What the pool and its worker processes say to each other. */
import type { Job, JobEnd, JobEvent } from './executor.ts';

export type ToWorker = { readonly type: 'job'; readonly job: Job } | { readonly type: 'stop' };

export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'events'; readonly events: readonly JobEvent[] }
  | { readonly type: 'end'; readonly end: JobEnd };
