/** Files that tasks read travel to Redis once, whatever number of runs read them, and stay there as long as the study. */
import { readFileSync } from 'node:fs';
import type { Job } from '../executor.ts';
import { type Keys, keepSeconds } from './keys.ts';
import { parcelOf, refresh, send } from './parcels.node.ts';
import type { Redis } from './redis.node.ts';
import type { Parcel } from './wire.ts';

const keepEveryMs = 600_000;

export class TaskFiles {
  private readonly sent = new Map<string, Promise<Parcel>>();
  private kept = performance.now();

  constructor(
    private readonly redis: Redis,
    private readonly keys: Keys,
  ) {}

  /** What a job's task reads, in its order. */
  async of(job: Job): Promise<Parcel[]> {
    const paths = job.kind === 'train' ? (job.files ?? job.run.task.files ?? []) : [];
    const parcels: Parcel[] = [];
    for (const path of paths) {
      let parcel = this.sent.get(path);
      if (!parcel) {
        parcel = this.put(path);
        this.sent.set(path, parcel);
      }
      parcels.push(await parcel);
    }
    return parcels;
  }

  /** Keeps them from going by themselves; what went nevertheless is sent again. */
  async keep(): Promise<void> {
    if (performance.now() - this.kept < keepEveryMs) return;
    this.kept = performance.now();
    for (const path of this.sent.keys()) await this.put(path);
  }

  private async put(path: string): Promise<Parcel> {
    const bytes = readFileSync(path);
    const parcel = parcelOf(bytes, (sha256) => this.keys.file(sha256));
    if (!(await refresh(this.redis, parcel, keepSeconds.file))) await send(this.redis, parcel, bytes, keepSeconds.file);
    return parcel;
  }
}
