/** A family is a folder plus one explicit array; this turns the array into lookups with an error that lists the choices. */
import { UserError } from './errors.ts';

export interface Member {
  readonly id: string;
}

export interface Family<M extends Member> {
  /** Singular noun for messages: "placement". */
  readonly noun: string;
  readonly members: readonly M[];
  readonly ids: readonly [string, ...string[]];
  /** The member with this id. @throws UserError naming the nearest ids when there is none. */
  get(id: string): M;
}

export function defineFamily<M extends Member>(noun: string, members: readonly [M, ...M[]]): Family<M> {
  const byId = new Map(members.map((member) => [member.id, member]));
  if (byId.size !== members.length) throw new Error(`two members of the ${noun} family share an id`);
  const ids = members.map((member) => member.id) as [string, ...string[]];
  const get = (id: string): M => {
    const found = byId.get(id);
    if (!found) throw new UserError('error.unknownId', { noun, given: id, choices: ids.join(', ') });
    return found;
  };
  return { noun, members, ids, get };
}
