/** What has been measured so far. */
import { nameOf } from './work.mjs';

/** One entry for each contestant at each shape: { shape, engine, threads, diagnostics, times, losses, profile, version, missing, failed }. */
export class Notes {
  #entries = new Map();
  /** Fastest product and version, by number of threads. */
  ceilings = new Map();
  ceilingMissing = null;

  addStep({ shape, contestant }, { times = [], losses = [], version, missing, failed }) {
    const entry = this.#at(shape, contestant);
    if (missing || failed) Object.assign(entry, { missing: missing ?? `failed: ${failed}`, failed: failed !== undefined });
    else Object.assign(entry, { times: [...entry.times, ...times], losses, version });
  }

  addProfile({ shape, contestant }, { profile, missing, failed }) {
    const entry = this.#at(shape, contestant);
    if (missing || failed) Object.assign(entry, { missing: missing ?? `failed: ${failed}`, failed: failed !== undefined });
    else entry.profile = profile;
  }

  addCeiling({ threads }, { gflops, missing, failed }) {
    if (missing || failed) this.ceilingMissing = missing ?? `failed: ${failed}`;
    else this.ceilings.set(threads, Math.max(gflops, this.ceilings.get(threads) ?? 0));
  }

  /** Whoever was missing or broke is not asked again. */
  isGivenUp({ kind, shape, contestant }) {
    return kind === 'ceiling' ? this.ceilingMissing !== null : this.#at(shape, contestant).missing !== null;
  }

  get entries() {
    return [...this.#entries.values()];
  }

  #at(shape, { engine, threads, diagnostics }) {
    const key = [nameOf(shape), engine, threads, diagnostics].join(' ');
    const blank = {
      shape,
      engine,
      threads,
      diagnostics,
      times: [],
      losses: [],
      profile: null,
      version: null,
      missing: null,
      failed: false,
    };
    if (!this.#entries.has(key)) this.#entries.set(key, blank);
    return this.#entries.get(key);
  }
}
