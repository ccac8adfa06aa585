/** The runs below a folder, as exporters get them. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../core/errors.ts';
import { hash } from '../core/hash.ts';
import { fromJsonNumber } from '../core/json.ts';
import { listRuns, type RunRow, runRow } from '../store/list-runs.node.ts';
import { metricsOf } from '../store/metrics.ts';
import { linesText, type RunFile, readEventLines, runFile } from '../store/run-folder.node.ts';
import type { ExportedRun } from './types.ts';

/** Runs in the order of their folders; a folder whose run.json cannot be read holds none. @throws UserError when there are none. */
export function exportedRuns(folder: string): ExportedRun[] {
  const root = resolve(folder);
  const runs = listRuns(root).flatMap((found) => (found.file ? [exportedRun(found.folder, found.file, runRow(root, found))] : []));
  if (runs.length === 0) throw new UserError('error.exportNoRuns', { folder });
  return runs;
}

/** The stage of a run of a study is how its id begins. */
const stages = /^(select|judge)-/;

function exportedRun(place: string, { reason, seconds, events }: RunFile, row: RunRow): ExportedRun {
  const { folder, id, state, fields, evalLoss, steps, reason: said } = row;
  const { key = null, step = null } = (reason ?? {}) as { readonly key?: string; readonly step?: number };
  return {
    id,
    folder,
    state,
    stage: stages.exec(id)?.[1] ?? null,
    evalLoss: evalLoss === null ? null : fromJsonNumber(evalLoss),
    steps,
    reason: key ?? said,
    reasonStep: step,
    fields,
    endedAt: statSync(runFile(place)).mtimeMs,
    took: typeof seconds === 'number' ? seconds * 1000 : 0,
    fingerprint: events?.sha256 ?? hash(linesText(readEventLines(place))),
    metrics: () => metricsOf(readEventLines(place)),
  };
}
