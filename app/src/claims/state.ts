/** What is looked for, and the claim that is open, in step with the address. */
import { claimGroups, claims } from 'normlab/web';
import { z } from 'zod';
import { inAddress } from '../shell/route.ts';
import type { Entry } from './evidence.ts';

export const verdicts = ['supported', 'contradicted', 'not shown at this scale', 'none'] as const;

const schema = z.strictObject({
  group: z.enum(['all', ...claimGroups]).default('all'),
  verdict: z.enum(['all', ...verdicts]).default('all'),
  /** Words that are looked for. */
  find: z.string().max(100).default(''),
  claim: z.enum(['', ...claims.ids]).default(''),
});

export type ClaimsState = z.infer<typeof schema>;

const fallback = schema.parse({});

/** What does not fit is left out. */
export function fromQuery(query: URLSearchParams): ClaimsState {
  const fitting = Object.entries(schema.shape).flatMap(([name, field]) => {
    const read = field.safeParse(query.get(name) ?? undefined);
    return read.success ? [[name, read.data]] : [];
  });
  return schema.parse(Object.fromEntries(fitting));
}

export const toQuery = (state: ClaimsState): URLSearchParams =>
  new URLSearchParams(Object.entries(state).filter(([name, value]) => value !== fallback[name as keyof ClaimsState]));

export const state = inAddress('claims', fromQuery, toQuery);

export const change = (next: Partial<ClaimsState>): void => {
  state.value = { ...state.value, ...next };
};

/** The address of a claim, or of the list, with the filters as they are: a step in the history of its own. */
export const addressOf = (claim: ClaimsState['claim']): string => {
  const query = toQuery({ ...state.value, claim }).toString();
  return `#/claims${query === '' ? '' : `?${query}`}`;
};

export const verdictOf = ({ measured }: Entry): (typeof verdicts)[number] => measured?.decision.verdict ?? 'none';

/** Words may stand anywhere in what people read of a claim, in either language. */
export function found(entries: readonly Entry[], { group, verdict, find }: ClaimsState): readonly Entry[] {
  const words = find.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => {
    const { id, statement, sources, rule } = entry.claim;
    const text = [id, ...Object.values(statement), ...Object.values(rule.words), ...sources.map((source) => source.text)]
      .join(' ')
      .toLowerCase();
    const grouped = group === 'all' || entry.claim.group === group;
    return grouped && (verdict === 'all' || verdictOf(entry) === verdict) && words.every((word) => text.includes(word));
  });
}
