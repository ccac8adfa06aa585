/** What has been measured so far. */
import { nameOf } from './work.mjs';

/** One entry for each contestant at each shape: { shape, engine, threads, diagnostics, wall, cpu, losses, profile, version, missing, failed }. */
export class Notes {
  #entries = new Map();
  /** Fastest product by number of threads: { gflops, cpuGflops }, in a second of the clock and in a second of CPU time. */
  ceilings = new Map();
  ceilingMissing = null;

  addStep({ shape, contestant }, { wall = [], cpu = [], losses = [], version, missing, failed }) {
    const entry = this.#at(shape, contestant);
    if (missing || failed) Object.assign(entry, { missing: missing ?? `failed: ${failed}`, failed: failed !== undefined });
    else Object.assign(entry, { wall: [...entry.wall, ...wall], cpu: [...entry.cpu, ...cpu], losses, version });
  }

  addProfile({ shape, contestant }, { profile, missing, failed }) {
    const entry = this.#at(shape, contestant);
    if (missing || failed) Object.assign(entry, { missing: missing ?? `failed: ${failed}`, failed: failed !== undefined });
    else entry.profile = profile;
  }

  addCeiling({ threads }, { gflops, cpuGflops, missing, failed }) {
    if (missing || failed) this.ceilingMissing = missing ?? `failed: ${failed}`;
    else {
      const before = this.ceilings.get(threads) ?? { gflops: 0, cpuGflops: 0 };
      this.ceilings.set(threads, { gflops: Math.max(gflops, before.gflops), cpuGflops: Math.max(cpuGflops, before.cpuGflops) });
    }
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
      wall: [],
      cpu: [],
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
