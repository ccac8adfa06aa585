/** From a study spec to the options of a study, with errors that name the field, what was given and what was expected. */
import { UserError } from '../core/errors.ts';
import type { Language } from '../core/message/index.ts';
import { parseWith } from '../spec/parse.ts';
import type { Arm, ArmInput } from './arm.ts';
import { readArmText } from './arm-text.ts';
import type { StudyOptions } from './options.ts';
import { type Fields, fieldPath } from './setting.ts';
import { type StudyInput, studySchema } from './study-schema.ts';

/** What an arm that is one word stands for. */
type ReadArm = (text: string, language: Language, where: string) => ArmInput;

/** @throws UserError that names every field that does not fit. */
export function parseStudy(input: unknown, language: Language = 'en', readArm: ReadArm = readArmText): StudyOptions {
  const { name, arms, run = {}, tune = {}, vary = {}, seeds, protocol, budget } = parseWith(studySchema, input, 'study');
  const { lr, warmup, ...fields } = tune;
  return {
    ...(run as Omit<StudyOptions, 'arms'>),
    arms: arms?.map((arm) => readStudyArm(arm, (text) => readArm(text, language, 'arms'))),
    lr: numbers('tune.lr', lr),
    warmup: numbers('tune.warmup', warmup),
    fields: byPath('tune', fields),
    vary: Array.isArray(vary) ? vary.map((point) => byPath('vary', point)) : byPath('vary', vary),
    ...seedsOf(seeds),
    protocol: (typeof protocol === 'string' ? { id: protocol } : protocol) as StudyOptions['protocol'],
    budget,
    name,
  };
}

type ArmSpec = NonNullable<StudyInput['arms']>[number];

function readStudyArm(given: ArmSpec, readArm: (text: string) => ArmInput): ArmInput {
  if (typeof given === 'string') return readArm(given);
  const { id, arm: text, model, ...rest } = given;
  const start = text === undefined ? undefined : (readArm(text) as Arm);
  const name = id ?? start?.id ?? placementName(model as Record<string, unknown> | undefined);
  return { id: name, model: { ...start?.model, ...(model as Arm['model']) }, fields: flatten(rest) };
}

function placementName(model: Readonly<Record<string, unknown>> = {}): string {
  const { placement, preset } = model as { placement?: string | { id?: string; name?: string }; preset?: string };
  const name = preset === undefined ? (typeof placement === 'string' ? placement : (placement?.name ?? placement?.id)) : `@${preset}`;
  if (name === undefined) throw new UserError('error.armName');
  return name;
}

/** An arm changes single options and leaves their neighbours as all arms share them. */
function flatten(value: object, prefix = ''): Fields {
  return Object.assign(
    {},
    ...Object.entries(value).map(([key, child]) =>
      child !== null && typeof child === 'object' && !Array.isArray(child)
        ? flatten(child, `${prefix}${key}.`)
        : { [`${prefix}${key}`]: child },
    ),
  ) as Fields;
}

/** The paths that names stand for; learning rate and warm-up have places of their own. */
function byPath<T>(where: string, axes: Readonly<Record<string, T>>): Record<string, T> {
  const made: Record<string, T> = {};
  for (const [name, values] of Object.entries(axes)) {
    const path = fieldPath(name);
    if (path === 'seed') throw new UserError('error.studySeeds', { field: `${where}.${name}` });
    if (path in made) throw new UserError('error.fieldTwice', { field: `${where}.${name}`, path });
    made[path] = values;
  }
  return made;
}

function numbers(field: string, values: readonly unknown[] | undefined): number[] | undefined {
  const wrong = values?.find((value) => typeof value !== 'number');
  if (wrong !== undefined) throw new UserError('error.studyNumbers', { field, given: JSON.stringify(wrong) });
  return values as number[] | undefined;
}

function seedsOf(given: StudyInput['seeds']): Pick<StudyOptions, 'seeds' | 'selectSeeds'> {
  if (given === undefined || typeof given === 'number') return { seeds: given };
  return { seeds: given.judge, selectSeeds: given.select };
}
