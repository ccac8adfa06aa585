/** An arm of the command line: a word, or a file that holds a spec or a placement of your own. */
import { parse, resolve } from 'node:path';
import { UserError } from '../core/errors.ts';
import type { Language } from '../core/message/index.ts';
import { custom } from '../model/placement/custom.ts';
import { parseWith } from '../spec/parse.ts';
import { type RunInput, runSchema } from '../spec/schema.ts';
import { readSpecFile } from '../spec/spec-file.node.ts';
import type { Arm } from './arm.ts';
import { readArmText } from './arm-text.ts';

export const isSpecFile = (text: string): boolean => /\.(ya?ml|json)$/i.test(text);

/** What all arms share, whatever the file says: sizes, and what the task decides. */
const shared = ['nLayers', 'nEncoderLayers', 'nHeads', 'nKvHeads', 'dModel', 'dFf', 'seqLen', 'architecture'];

/**
 * @param folder that paths are relative to.
 * @throws UserError when the file cannot be read or does not fit, or the word names no member.
 */
export function readArmWord(text: string, language: Language, where = '--arms', folder = '.'): Arm {
  if (!isSpecFile(text)) return readArmText(text, language, where) as Arm;
  const [, own, path = text] = /^([^=/:]+)=(.+)$/.exec(text) ?? [];
  const arm = readArmFile(resolve(folder, path));
  return own === undefined ? arm : { ...arm, id: own };
}

/** The arm goes by the name of its placement, else by that of the file; "mine=./custom.yaml" gives it another. */
function readArmFile(file: string): Arm {
  const { model } = readSpec(file);
  const { name } = { ...(model.placement as object) } as { name?: string };
  return {
    id: name ?? parse(file).name,
    model: Object.fromEntries(Object.entries(model).filter(([field]) => !shared.includes(field))),
  };
}

/** The spec that a file holds, or that of the placement that is all it holds. @throws UserError when it does not fit. */
export const readSpec = (file: string): RunInput => parseWith(runSchema, specIn(readSpecFile(file), file), 'spec', file) as RunInput;

function specIn(content: unknown, file: string): unknown {
  const fields = { ...(content as object) };
  if ('model' in fields) return fields;
  if ('rules' in fields) return { model: { placement: { id: custom.id, ...fields } } };
  throw new UserError('error.armFile', { file });
}
