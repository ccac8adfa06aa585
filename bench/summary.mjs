/** The first of our engines against everybody else: what a reader asks first. */
import { isOurs } from './contestants.mjs';
import { nameOf } from './work.mjs';

/**
 * One entry for each shape and number of threads: { depth, width, context, threads, engine, cpuMs, ratios, shareOfCeiling,
 * diagnosticsCost, speedup }. Engine is the first of ours that ran; without one there are no entries. `ratios` has, by the names of the
 * others, its CPU time divided by theirs, null where they did not run so. `diagnosticsCost` is what measuring at every step adds, as a
 * share of CPU time. `speedup` is how much sooner a step ends than on one thread.
 *
 * @param rows see rows.mjs.
 */
export function summaryOf(rows) {
  const ran = rows.filter(({ missing }) => missing === undefined);
  const lead = ran.find(({ engine }) => isOurs(engine))?.engine;
  const others = [...new Set(ran.map(({ engine }) => engine))].filter((engine) => engine !== lead);
  return ran
    .filter(({ engine, diagnostics }) => engine === lead && !diagnostics)
    .map(({ depth, width, context, engine, threads, cpu, wall, shareOfCeiling }) => {
      const shape = { depth, width, context };
      const like = (wanted) =>
        ran.find((row) => nameOf(row) === nameOf(shape) && Object.entries(wanted).every(([key, value]) => row[key] === value));
      const against = (wanted) => over(cpu, like({ threads, diagnostics: false, ...wanted })?.cpu);
      const measured = like({ engine, threads, diagnostics: true });
      const single = like({ engine, threads: 1, diagnostics: false });
      return {
        ...shape,
        threads,
        engine,
        cpuMs: cpu.medianMs,
        ratios: Object.fromEntries(others.map((other) => [other, against({ engine: other })])),
        shareOfCeiling,
        diagnosticsCost: measured ? over(measured.cpu, cpu) - 1 : null,
        speedup: threads > 1 ? over(single?.wall, wall) : null,
      };
    });
}

const over = (one, other) => (one && other ? one.medianMs / other.medianMs : null);
