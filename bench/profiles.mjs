/** From what an engine says of its step to the table of where it goes. */

/**
 * One entry for each profiled engine, shape and number of threads: { depth, width, context, engine, threads, stepMs, productsShare,
 * parts, kernels }, a part being { part, ms, share, gflops } and a kernel { kernel, calls, ms, share, gflops }, where the engine tells
 * them apart; `share` is of the step, `gflops` null for what is no product. `productsShare` is the share of the ceiling that the step
 * would reach if all but its products took no time: of the ceiling in CPU time, on as many threads.
 */
export function profilesOf({ entries, ceilings }) {
  return entries
    .filter(({ profile }) => profile !== null)
    .map(({ shape: { depth, width, context }, engine, threads, profile: { stepMs, parts, kernels = [] } }) => {
      const between = { part: 'between them', ms: stepMs - sum(parts, 'ms'), gflop: 0 };
      const products = parts.filter(({ gflop }) => gflop > 0);
      const ceiling = ceilings.get(threads);
      const shown = ({ ms, gflop, ...what }) => ({ ...what, ms, share: ms / stepMs, gflops: gflop > 0 ? rate(gflop, ms) : null });
      return {
        depth,
        width,
        context,
        engine,
        threads,
        stepMs,
        productsShare: ceiling ? rate(sum(products, 'gflop'), sum(products, 'ms')) / (threads * ceiling.cpuGflops) : null,
        parts: [...parts, between].map(shown),
        kernels: kernels.map(shown),
      };
    });
}

const rate = (gflop, ms) => gflop / (ms / 1000);
const sum = (rows, field) => rows.reduce((total, row) => total + row[field], 0);
