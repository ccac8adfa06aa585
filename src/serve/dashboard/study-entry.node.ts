/** A study's folder as a row, made again when its study.json has changed. */
import { join } from 'node:path';
import { UserError } from '../../core/errors.ts';
import { parseStudyFile } from '../../study/study-folder.node.ts';
import { limits } from './limits.ts';
import { readFile, statFile } from './regular-file.node.ts';
import { shown } from './shown.ts';
import type { Found } from './tree.node.ts';
import type { StudyRow, Told } from './wire.ts';

export interface StudyEntry {
  readonly path: string;
  readonly row: StudyRow;
  readonly seal: string;
}

/** @returns `before` itself when nothing has changed. */
export function studyEntry({ path, files }: Found, place: Pick<StudyRow, 'id' | 'folder'>, before?: StudyEntry): StudyEntry {
  const file = join(path, 'study.json');
  const stats = statFile(file);
  const report = files.has('report.html');
  const seal = `${stats?.ino}/${stats?.size}/${stats?.mtimeMs}/${report}`;
  return before?.seal === seal ? before : { path, seal, row: { ...place, report, ...read(file) } };
}

const unknown = { name: null, task: null, arms: [], protocol: null, ended: null };

function read(file: string): Omit<StudyRow, 'id' | 'folder' | 'report'> {
  try {
    const { plan, task, ended } = parseStudyFile(JSON.parse(readFile(file, limits.studyFile)?.toString() ?? ''), file);
    return {
      name: plan.name === undefined ? null : shown(plan.name),
      task: shown(task.title),
      arms: plan.arms.map((arm) => shown(arm)),
      protocol: shown(plan.protocol?.id ?? 'grid'),
      ended: ended === undefined ? null : shown(ended.date),
      problem: null,
    };
  } catch (error) {
    return { ...unknown, problem: toldOf(error, file) };
  }
}

/** What went wrong, as a sentence of the catalogue. */
export function toldOf(error: unknown, file = ''): Told {
  if (error instanceof UserError) return { key: error.key, values: shownValues(error.values) };
  if (file !== '') return { key: 'error.studyFile', values: { file: shown(file), reason: shown((error as Error).message) } };
  return { key: 'error.unexpected', values: { detail: shown(String((error as Error).message ?? error)) } };
}

/** Room for a sentence that names several fields. */
const mostOfValue = 2000;

const shownValues = (values: Told['values']): Told['values'] =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? shown(value, mostOfValue) : value]));
