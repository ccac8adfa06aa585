/** What does not fit a schema, as lines for people: the field, what zod says, the word that was probably meant, what was given. */
import { z } from 'zod';
import { en } from 'zod/locales';
import { type Language, message } from '../core/message/index.ts';
import { nearest } from '../core/nearest.ts';

/** The language that zod was told to speak, with its words; we speak it too. */
export const speak = (language: Language, words: object = en()): void => void z.config({ ...words, language } as object);

export const spoken = (): Language => (z.config() as { language?: Language }).language ?? 'en';

/** "; did you mean …?" with the words that are near those given; otherwise nothing. */
export function meant(given: readonly unknown[], known: readonly unknown[]): string {
  const near = given.map((word) => nearest(String(word), known.map(String))).filter((word) => word !== undefined);
  return near.length === 0
    ? ''
    : message(spoken(), 'spec.meant', { words: near.map((word) => message(spoken(), 'spec.quoted', { word })) });
}

/** What zod says by itself, and what was probably meant; for `safeParse`. */
export function spelled(issue: z.core.$ZodRawIssue): string | undefined {
  const hint = hints[issue.code]?.(issue as never) ?? '';
  const words = hint && ownWords(issue);
  return words ? `${words}${hint}` : undefined;
}

const hints: Readonly<Record<string, (issue: never) => string>> = {
  unrecognized_keys: ({ keys, inst }: z.core.$ZodRawIssue<z.core.$ZodIssueUnrecognizedKeys>) =>
    meant(keys, Object.keys((inst?._zod.def as { shape?: object } | undefined)?.shape ?? {})),
  invalid_value: ({ values, input }: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidValue>) =>
    typeof input === 'string' ? meant([input], values) : '',
};

export const problems = (error: z.ZodError, input: unknown, noun: string): string =>
  error.issues
    .map((issue) => {
      const values = { at: issue.path.join('.') || noun, problem: issueText(issue), given: given(input, issue.path) };
      return `  ${message(spoken(), 'spec.problem', values)}`;
    })
    .join('\n');

/** A union's own words ("Invalid input") help nobody: speak of the branch that came furthest. */
function issueText(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_union') return issue.message;
  const flat = issue.errors.flat();
  const [first] = flat;
  // A union that tells its branches apart by a field has words of its own.
  if (!first) return issue.message;
  const deepest = flat.reduce((best, next) => (depth(next) > depth(best) ? next : best), first);
  if (depth(deepest) === 0 && issue.message !== ownWords(issue)) return issue.message;
  const at = deepest.path.join('.');
  return at === '' ? issueText(deepest) : message(spoken(), 'spec.problemAt', { at, problem: issueText(deepest) });
}

/** In the language that zod was told to speak. */
function ownWords(issue: z.core.$ZodIssue | z.core.$ZodRawIssue): string | undefined {
  const words = z.config().localeError?.(issue as never);
  return typeof words === 'string' ? words : (words?.message ?? undefined);
}

/** An unknown key was met inside the object. */
const depth = ({ code, path }: z.core.$ZodIssue): number => path.length + (code === 'unrecognized_keys' ? 1 : 0);

function given(input: unknown, path: readonly PropertyKey[]): string {
  const value = path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], input);
  return value === undefined
    ? message(spoken(), 'spec.missing')
    : message(spoken(), 'spec.given', { value: JSON.stringify(value)?.slice(0, 80) ?? '' });
}
