import { shortHash } from '../core/hash.ts';
import { canonicalJson } from '../core/json.ts';
import type { Claim } from './types.ts';

/** A hash of all that a claim measures and of its rule: evidence goes with one question. */
export const askedOf = ({ needs, rule }: Pick<Claim, 'needs' | 'rule'>): string => shortHash(canonicalJson({ needs, rule: rule.words.en }));
