/** What has been measured so far. */
import { nameOf } from './work.mjs';

/** One entry for each contestant at each shape: { shape, engine, threads, diagnostics, times, losses, version, missing }. */
export class Notes {
  #entries = new Map();
  ceilings = new Map();
  ceilingMissing = null;

  /** The entry of a contestant at a shape. */
  at(shape, { engine, threads, diagnostics }) {
    const key = [nameOf(shape), engine, threads, diagnostics].join(' ');
    if (!this.#entries.has(key))
      this.#entries.set(key, { shape, engine, threads, diagnostics, times: [], losses: [], version: null, missing: null });
    return this.#entries.get(key);
  }

  addStep(job, { times, losses, version, missing }) {
    const entry = this.at(job.shape, job.contestant);
    if (missing) entry.missing = missing;
    else Object.assign(entry, { times: [...entry.times, ...times], losses, version });
  }

  addCeiling({ threads }, { gflops, version, missing }) {
    if (missing) this.ceilingMissing = missing;
    else this.ceilings.set(threads, { gflops: Math.max(gflops, this.ceilings.get(threads)?.gflops ?? 0), version });
  }

  /** Whoever was missing is not asked again. */
  isGivenUp({ kind, shape, contestant }) {
    return kind === 'ceiling' ? this.ceilingMissing !== null : this.at(shape, contestant).missing !== null;
  }

  get entries() {
    return [...this.#entries.values()];
  }
}
