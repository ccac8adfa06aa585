/** From what the runtime says of its nodes to the table of where a step of ours goes. */
import { ceilingGflops } from './rows.mjs';

/**
 * One entry for each profiled shape and number of threads: { depth, width, threads, stepMs, productsShare, parts }, a part being
 * { part, ms, share, gflops }; `share` is of the step, `gflops` null for what is no product. `productsShare` is the share of the
 * ceiling that the step would reach if all but its products took no time.
 */
export function profilesOf(notes) {
  const ceiling = ceilingGflops(notes);
  return notes.entries
    .filter(({ profile }) => profile !== null)
    .map(({ shape: { depth, width }, threads, profile: { stepMs, parts } }) => {
      const between = { part: 'between nodes', ms: stepMs - sum(parts, 'ms'), gflop: 0 };
      const products = parts.filter(({ gflop }) => gflop > 0);
      const rate = sum(products, 'gflop') / (sum(products, 'ms') / 1000);
      return {
        depth,
        width,
        threads,
        stepMs,
        productsShare: ceiling === null ? null : rate / ceiling,
        parts: [...parts, between].map(({ part, ms, gflop }) => ({
          part,
          ms,
          share: ms / stepMs,
          gflops: gflop > 0 ? gflop / (ms / 1000) : null,
        })),
      };
    });
}

const sum = (rows, field) => rows.reduce((total, row) => total + row[field], 0);
