/** From times to the figures of the table. */
import { stepFlops } from './work.mjs';

/** The value below which a share `q` of sorted numbers lies, linear between neighbours. */
function quantile(sorted, q) {
  const at = (sorted.length - 1) * q;
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at - Math.floor(at));
}

const ascending = (numbers) => [...numbers].sort((a, b) => a - b);
export const median = (numbers) => quantile(ascending(numbers), 0.5);

const nothing = { medianMs: null, minMs: null, q1Ms: null, q3Ms: null, steps: 0, ratioToOurs: null, shareOfCeiling: null };

/** @param notes see notes.mjs. Numbers are null in the row of one that is missing, and in all rows where they cannot be known. */
export function rowsOf(notes) {
  const ceiling = ceilingGflops(notes);
  const entries = notes.entries;
  const ours = new Map(entries.map(({ shape }) => [shape, bestOf(entries, shape, 'ours')]));
  return entries.map(({ shape, engine, threads, diagnostics, times, missing }) => {
    const who = { depth: shape.depth, width: shape.width, engine, threads, diagnostics };
    if (missing !== null) return { ...who, ...nothing, missing };
    const sorted = ascending(times);
    const [q1Ms, medianMs, q3Ms] = [0.25, 0.5, 0.75].map((q) => quantile(sorted, q));
    const ratioToOurs = ours.get(shape) === null ? null : medianMs / ours.get(shape);
    const shareOfCeiling = ceiling === null ? null : stepFlops(shape) / (medianMs / 1000) / (ceiling * 1e9);
    return { ...who, medianMs, minMs: sorted[0], q1Ms, q3Ms, steps: times.length, ratioToOurs, shareOfCeiling };
  });
}

/** The best median of an engine without diagnostics over numbers of threads; null when there is none. */
function bestOf(entries, shape, engine) {
  const own = entries.filter((entry) => entry.shape === shape && entry.engine === engine && !entry.diagnostics && entry.missing === null);
  const medians = own.map(({ times }) => median(times));
  return medians.length === 0 ? null : Math.min(...medians);
}

/** The fastest product over all rounds and numbers of threads. */
export function ceilingGflops({ ceilings }) {
  return ceilings.size === 0 ? null : Math.max(...ceilings.values());
}
