/** What somebody asks to have explained: an id, alone or behind the name of its family. */
import { UserError, unknownWord } from '../core/errors.ts';
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
export const isFamilyName = (word: string): boolean => names.some((family) => family === word);
const familyOf = (name: SubjectFamily): Family<Member> => families[name] as Family<Member>;

/** An id stands above titles and other names. @throws UserError that lists what there is, or all who share the name. */
export function findSubject(given: string): Subject {
  const [asked, ...rest] = given.split('/');
  const named = names.find((family) => family === asked);
  const id = named && rest.length > 0 ? rest.join('/') : given.replace(/^@/, '');
  const searched = named && rest.length > 0 ? [named] : given.startsWith('@') ? (['preset'] as const) : names;
  const exact = searched.filter((name) => familyOf(name).ids.includes(id));
  const [family] = exact.length > 0 ? exact : searched.filter((name) => familyOf(name).called(id).length > 0);
  if (family === undefined)
    throw new UserError('error.explainId', {
      ...unknownWord(
        id,
        searched.flatMap((name) => familyOf(name).ids),
      ),
      given,
      ...idsOf(searched),
    });
  const found = familyOf(family).named(id);
  const others = names
    .filter((name) => name !== family)
    .flatMap((name) =>
      familyOf(name)
        .called(id)
        .map((other) => `${name}/${other.id}`),
    );
  return { family, id: found.id, others };
}

const idsOf = (searched: readonly SubjectFamily[]) => ({
  choices: searched.map((name) => `${name}: ${families[name].ids.join(', ')}`).join('\n'),
});
