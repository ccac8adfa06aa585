/** Metrics of runs as columns: the table of each, and whose it is. */
import type { Column } from './runs-table.ts';
import type { ExportedRun } from './types.ts';

export const metricColumns = ['run', 'folder', 'step', 'series', 'place', 'label', 'value'] as const;

/** The metrics of one run, in the order of {@link metricColumns}. */
export function metricsTable(run: ExportedRun): Column[] {
  const { step, series, place, label, value } = run.metrics();
  const same = (text: string): string[] => new Array<string>(step.length).fill(text);
  return [
    { name: 'run', type: 'text', values: same(run.id) },
    { name: 'folder', type: 'text', values: same(run.folder) },
    { name: 'step', type: 'integer', values: [...step] },
    { name: 'series', type: 'text', values: series },
    { name: 'place', type: 'integer', values: place },
    { name: 'label', type: 'text', values: label },
    { name: 'value', type: 'number', values: [...value] },
  ];
}
