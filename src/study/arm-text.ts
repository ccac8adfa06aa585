/** An arm as one word: a placement with its options, /normalizer and +initialisation; or @preset. */
import type { Language } from '../core/message/index.ts';
import { inits } from '../model/init/index.ts';
import { normalizers } from '../model/normalizer/index.ts';
import { placements } from '../model/placement/index.ts';
import { type Arm, type ArmInput, readArm } from '../study/arm.ts';
import { type Choice, readChoice } from './choice-text.ts';

const pattern = /^([^/+]*)(?:\/([^+]*))?(?:\+(.*))?$/s;

/** A member as a spec writes it. */
export const asMember = ({ id, options }: Choice): { id: string } => ({ id, ...options });

/** @throws UserError that names the family and its members. */
export function readArmText(text: string, language: Language, where = '--arms'): ArmInput {
  if (text.startsWith('@')) return readArm(text);
  const [, placement = '', normalizer, init] = pattern.exec(text) ?? [];
  const member = (family: Parameters<typeof readChoice>[0], given: string) => asMember(readChoice(family, where, given, language));
  return {
    id: text,
    model: {
      placement: member(placements, placement),
      ...(normalizer !== undefined && { normalizer: member(normalizers, normalizer) }),
      ...(init !== undefined && { init: member(inits, init) }),
    } as Arm['model'],
  };
}
