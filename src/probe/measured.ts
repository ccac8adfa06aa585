/** Diagnostics as probes: what a training step measures, of a model that is not being trained. */
import type { Diagnostic } from '../diagnostic/types.ts';
import { asking, built, meanOverBatches } from './evaluate.ts';
import type { Probe } from './types.ts';

/** A diagnostic that reads taps alone, as a probe: what it gives of each validation batch, mean over the batches. */
export const measuredProbe = ({ id, title, definition, measure }: Diagnostic): Probe => ({
  id,
  title,
  definition,
  measure: async (subject) => {
    const { scope } = built(subject);
    const series = measure({ config: subject.model, scope, gradients: new Map(), updated: new Map() });
    const outputs = Object.fromEntries(series.map((one) => [one.id, one.values]));
    const values = await asking(subject, outputs, (asked) => meanOverBatches(subject, asked));
    return series.map((one) => ({ id: one.id, labels: one.labels, values: values[one.id] as readonly number[] }));
  },
});
