/** A family is a folder and one explicit array; this turns the array into lookups with an error that lists the choices. */
import { nounValues, UserError, unknownWord } from './errors.ts';
import type { Localized } from './message/index.ts';
import { plainWord } from './nearest.ts';

export interface Member {
  readonly id: string;
  readonly title?: string | Localized;
  /** Other names of it, some of which may be those of others too. */
  readonly names?: readonly string[];
}

export interface Family<M extends Member> {
  /** Singular noun for messages: "placement". */
  readonly noun: string;
  readonly members: readonly M[];
  readonly ids: readonly [string, ...string[]];
  /** The member with this id, in capitals or not; without one, those of this title or other name. */
  called(name: string): readonly M[];
  /** The one that people call so, by its id or a name. @throws UserError as `get`, or naming all who share the name. */
  named(name: string): M;
  /** The member with exactly this id. @throws UserError naming the ids, and the nearest, when there is none. */
  get(id: string): M;
}

export function defineFamily<M extends Member>(noun: string, members: readonly [M, ...M[]]): Family<M> {
  const byId = new Map(members.map((member) => [member.id, member]));
  if (byId.size !== members.length) throw new Error(`two members of the ${noun} family share an id`);
  const ids = members.map((member) => member.id) as [string, ...string[]];
  const called = (name: string): readonly M[] => {
    const exact = byId.get(name) ?? members.find(({ id }) => plainWord(id) === plainWord(name));
    return exact ? [exact] : members.filter((member) => namesOf(member).includes(plainWord(name)));
  };
  const get = (id: string): M => {
    const found = byId.get(id);
    if (!found) throw new UserError('error.unknownId', { ...nounValues(noun), ...unknownWord(id, ids) });
    return found;
  };
  const named = (name: string): M => {
    const [found, ...others] = called(name);
    if (others.length > 0)
      throw new UserError('error.sharedName', { ...nounValues(noun), given: name, choices: [found as M, ...others].map(({ id }) => id) });
    return found ?? get(name);
  };
  return { noun, members, ids, called, named, get };
}

const namesOf = ({ id, title = '', names = [] }: Member): string[] =>
  [id, ...(typeof title === 'string' ? [title] : Object.values(title)), ...names].map(plainWord).filter((name) => name !== '');
