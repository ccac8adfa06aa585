/** What somebody asks to have explained: an id, alone or behind the name of its family. */
import { UserError } from '../core/errors.ts';
import type { Family, Member } from '../core/registry.ts';
import { attentionNorms } from '../model/attention-norm/index.ts';
import { inits } from '../model/init/index.ts';
import { normalizers } from '../model/normalizer/index.ts';
import { placements } from '../model/placement/index.ts';
import { presets } from '../spec/preset/index.ts';

/** In the order in which an id without a family is looked for. */
const families = { placement: placements, normalizer: normalizers, init: inits, 'attention-norm': attentionNorms, preset: presets };

export type SubjectFamily = keyof typeof families;

export interface Subject {
  readonly family: SubjectFamily;
  readonly id: string;
  /** What else has this id, as it can be asked for: `init/sub-ln`. */
  readonly others: readonly string[];
}

const names = Object.keys(families) as SubjectFamily[];
const has = (family: SubjectFamily, id: string): boolean => (families[family] as Family<Member>).members.some((member) => member.id === id);

/** @throws UserError that lists what there is. */
export function findSubject(given: string): Subject {
  const [asked, ...rest] = given.split('/');
  const named = names.find((family) => family === asked);
  const id = named && rest.length > 0 ? rest.join('/') : given.replace(/^@/, '');
  const searched = named && rest.length > 0 ? [named] : given.startsWith('@') ? (['preset'] as const) : names;
  const [family] = searched.filter((name) => has(name, id));
  if (family === undefined) throw new UserError('error.explainId', { given, ...idsOf(searched) });
  return { family, id, others: names.filter((name) => name !== family && has(name, id)).map((name) => `${name}/${id}`) };
}

const idsOf = (searched: readonly SubjectFamily[]) => ({
  choices: searched.map((name) => `${name}: ${families[name].ids.join(', ')}`).join('\n'),
});
