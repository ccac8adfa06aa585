/** A study as files: study.json (what it is, and what its report needs to know), runs/, report.html. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../core/errors.ts';
import { shortHash } from '../core/hash.ts';
import { canonicalJson, fromJsonNumber, toJson } from '../core/json.ts';
import { en } from '../core/message/en.ts';
import { writeWhole } from '../store/files.node.ts';
import type { TaskNote } from '../task/types.ts';
import { differenceOf } from './grow.ts';
import type { StudyPlan } from './plan.ts';

const number = z.union([z.number(), z.string()]).transform((value) => fromJsonNumber(value) as number);

const arm = z.looseObject({ id: z.string(), model: z.record(z.string(), z.unknown()) });

/** A note as it was meant, to be said in any language. */
const note = z.object({
  key: z.custom<TaskNote['key']>((key) => typeof key === 'string' && key.startsWith('note.') && Object.hasOwn(en, key)),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  warns: z.literal(true).optional(),
});

const schema = z.object({
  format: z.literal(1),
  id: z.string(),
  version: z.string(),
  command: z.string(),
  jobs: z.int().min(1),
  task: z.object({
    title: z.string(),
    notes: z.array(z.string()),
    warnings: z.array(z.string()).default([]),
    // Missing in studies from before; then the sentences stay in the language they were written in.
    said: z.array(note).optional().catch(undefined),
    // 0 where patches are read.
    vocabSize: z.int().min(0),
    classes: z.int().min(1),
    bigramEntropy: number.nullable(),
  }),
  plan: z.object({
    arms: z.array(z.string()).min(1),
    own: z.record(z.string(), arm),
    base: z.looseObject({ model: z.record(z.string(), z.unknown()) }),
    grid: z.object({
      lr: z.array(z.number()).min(1),
      warmup: z.array(z.int()).min(1),
      fields: z.record(z.string(), z.array(z.unknown())).optional(),
      selectSeeds: z.array(z.int()),
      judgeSeeds: z.array(z.int()),
    }),
    protocol: z.looseObject({ id: z.string() }).optional(),
    name: z.string().optional(),
  }),
  ended: z.object({ date: z.string(), seconds: z.number() }).optional(),
});

/** What a study's folder says of it. */
export interface StudyFile extends Omit<z.infer<typeof schema>, 'plan'> {
  readonly plan: StudyPlan;
}

export const hasStudy = (folder: string): boolean => existsSync(fileOf(folder));
const fileOf = (folder: string): string => join(folder, 'study.json');
export const runsOf = (folder: string): string => join(folder, 'runs');

/** A hash of all that a study is; its name does not matter. */
export const studyId = ({ name: _name, ...plan }: StudyPlan): string => shortHash(canonicalJson(plan));

/**
 * Begins a study in its folder, goes on with it, or with more of it.
 *
 * @returns the seconds that it took before.
 * @throws UserError when the folder holds another study, with the field that differs.
 */
export function openStudy(folder: string, file: StudyFile): number {
  const before = hasStudy(folder) ? readStudyFile(folder) : undefined;
  const difference = before && before.id !== file.id ? differenceOf(before.plan, file.plan) : undefined;
  if (difference) throw new UserError('lacks' in difference ? 'error.studyLess' : 'error.studyOther', { folder, ...difference });
  writeStudyFile(folder, file);
  return before?.ended?.seconds ?? 0;
}

export const writeStudyFile = (folder: string, file: StudyFile): void => writeWhole(fileOf(folder), `${toJson(file, 2)}\n`);

/** @throws UserError when there is no study, or its file is damaged. */
export function readStudyFile(folder: string): StudyFile {
  const path = fileOf(folder);
  if (!existsSync(path)) throw new UserError('error.noStudy', { folder });
  return parseStudyFile(
    attempt(path, () => JSON.parse(readFileSync(path, 'utf8')) as unknown),
    path,
  );
}

/** @throws UserError when it is not a study, or not the one it says it is. */
export function parseStudyFile(value: unknown, path: string): StudyFile {
  const parsed = schema.safeParse(value);
  const reason = parsed.success ? undefined : `${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`;
  if (reason !== undefined || !parsed.data) throw new UserError('error.studyFile', { file: path, reason: reason ?? '' });
  const file = parsed.data as unknown as StudyFile;
  const lost = file.plan.arms.find((id) => !Object.hasOwn(file.plan.own, id));
  if (lost !== undefined) throw new UserError('error.studyFile', { file: path, reason: `plan.own: ${lost}` });
  if (studyId(file.plan) !== file.id) throw new UserError('error.studyFile', { file: path, reason: 'id' });
  return file;
}

function attempt<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new UserError('error.studyFile', { file, reason: (error as Error).message });
  }
}
