/** From times to the figures of the table. */
import { stepFlops } from './work.mjs';

/** The value below which a share `q` of sorted numbers lies, linear between neighbours. */
function quantile(sorted, q) {
  const at = (sorted.length - 1) * q;
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at - Math.floor(at));
}

/** { medianMs, minMs, q1Ms, q3Ms } of milliseconds. */
function spread(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const [q1Ms, medianMs, q3Ms] = [0.25, 0.5, 0.75].map((q) => quantile(sorted, q));
  return { medianMs, minMs: sorted[0], q1Ms, q3Ms };
}

/**
 * One row for each contestant at each shape: { depth, width, context, engine, threads, diagnostics, wall, cpu, steps, shareOfCeiling },
 * with `missing` where there is nothing but the reason. `wall` is time by the clock, `cpu` what all threads together worked.
 *
 * @param notes see notes.mjs.
 */
export function rowsOf({ entries, ceilings }) {
  return entries.map(({ shape, engine, threads, diagnostics, missing, ...times }) => {
    const who = { depth: shape.depth, width: shape.width, context: shape.context, engine, threads, diagnostics };
    if (missing !== null) return { ...who, wall: null, cpu: null, steps: 0, shareOfCeiling: null, missing };
    const [wall, cpu] = [spread(times.wall), spread(times.cpu)];
    const ceiling = ceilings.get(threads);
    const shareOfCeiling = ceiling ? stepFlops(shape) / (cpu.medianMs / 1000) / (ceiling.cpuGflops * 1e9) : null;
    return { ...who, wall, cpu, steps: times.cpu.length, shareOfCeiling };
  });
}
