import { join, resolve } from 'node:path';
import { GrowingFile } from '../../store/growing-file.node.ts';
import { csvHead, csvRows } from '../csv-text.ts';
import { eachRun } from '../each-run.node.ts';
import { metricColumns, metricsTable } from '../metrics-table.ts';
import { runsTable } from '../runs-table.ts';
import type { Exporter, ExportRequest } from '../types.ts';

/** runs.csv and metrics.csv. */
export const csv: Exporter = {
  id: 'csv',
  target: 'folder',
  export: async (request: ExportRequest) => {
    const folder = resolve(request.target);
    const files = ['runs.csv', 'metrics.csv'].map((name) => new GrowingFile(join(folder, name))) as [GrowingFile, GrowingFile];
    try {
      const [runs, metrics] = files;
      const columns = runsTable(request.runs);
      runs.write(csvHead(columns.map(({ name }) => name)) + csvRows(columns));
      metrics.write(csvHead(metricColumns));
      const done = await eachRun(request, (run) => metrics.write(csvRows(metricsTable(run))));
      if (done < request.runs.length) return { places: [], runs: 0, before: 0 };
      for (const file of files) file.finish();
      return { places: files.map(({ file }) => file), runs: done, before: 0 };
    } finally {
      for (const file of files) file.abandon();
    }
  },
};
