/**
 * A small language pair. The source says subject, verb, object, with adjectives before nouns and prepositional phrases after them;
 * the target says subject, object, verb, with postpositional phrases before the noun, adjectives after it, and a particle after
 * subject and object. The target's articles and adjectives agree with the gender of their noun, which the source does not show;
 * articles, nouns and the verb agree in number in both.
 */
import type { Random } from '../../core/random.ts';

/** Singular and plural. */
type Forms = readonly [string, string];
type Gender = 0 | 1;

interface Noun {
  readonly source: Forms;
  readonly target: Forms;
  readonly gender: Gender;
}

const nouns: readonly Noun[] = [
  { source: ['dog', 'dogs'], target: ['puna', 'punai'], gender: 0 },
  { source: ['cat', 'cats'], target: ['misu', 'misui'], gender: 1 },
  { source: ['king', 'kings'], target: ['hari', 'harii'], gender: 0 },
  { source: ['boat', 'boats'], target: ['vene', 'venei'], gender: 1 },
  { source: ['tree', 'trees'], target: ['lopu', 'lopui'], gender: 1 },
  { source: ['poet', 'poets'], target: ['runo', 'runoi'], gender: 0 },
  { source: ['nurse', 'nurses'], target: ['hota', 'hotai'], gender: 1 },
  { source: ['crow', 'crows'], target: ['kara', 'karai'], gender: 0 },
];

interface Verb {
  readonly source: Forms;
  readonly target: Forms;
}

const verbs: readonly Verb[] = [
  { source: ['sees', 'see'], target: ['nat', 'nant'] },
  { source: ['finds', 'find'], target: ['lot', 'lont'] },
  { source: ['likes', 'like'], target: ['pit', 'pint'] },
  { source: ['hears', 'hear'], target: ['kut', 'kunt'] },
  { source: ['helps', 'help'], target: ['aut', 'aunt'] },
  { source: ['paints', 'paint'], target: ['mat', 'mant'] },
];

/** By number in the source, by gender and number in the target. */
interface Article {
  readonly source: Forms;
  readonly target: readonly [Forms, Forms];
}

const articles: readonly Article[] = [
  {
    source: ['the', 'these'],
    target: [
      ['so', 'sot'],
      ['sa', 'sat'],
    ],
  },
  {
    source: ['a', 'some'],
    target: [
      ['yo', 'yot'],
      ['ya', 'yat'],
    ],
  },
];

/** One word in the source, one for each gender in the target. */
interface Adjective {
  readonly source: string;
  readonly target: Forms;
}

const adjectives: readonly Adjective[] = [
  { source: 'old', target: ['vano', 'vanne'] },
  { source: 'red', target: ['puno', 'punne'] },
  { source: 'tiny', target: ['pino', 'pinne'] },
  { source: 'quick', target: ['noso', 'nosse'] },
];

const prepositions = [
  { source: 'near', target: 'lahe' },
  { source: 'behind', target: 'taka' },
  { source: 'with', target: 'kera' },
] as const;

const [subjectParticle, objectParticle] = ['ga', 'wo'];

interface NounPhrase {
  readonly article: Article;
  readonly adjective: Adjective | undefined;
  readonly noun: Noun;
  readonly plural: 0 | 1;
  readonly modifier: { readonly preposition: (typeof prepositions)[number]; readonly phrase: NounPhrase } | undefined;
}

interface Sentence {
  readonly subject: NounPhrase;
  readonly verb: Verb;
  readonly object: NounPhrase;
}

/** A sentence in both languages, as words. */
export interface Translated {
  readonly source: readonly string[];
  readonly target: readonly string[];
}

/** Every word of both languages, once. */
export const words: readonly string[] = [
  ...new Set([
    ...articles.flatMap(({ source, target }) => [...source, ...target.flat()]),
    ...[...nouns, ...verbs, ...adjectives, ...prepositions].flatMap(({ source, target }) => [source, target].flat()),
    subjectParticle,
    objectParticle,
  ]),
];

/** Words of the longest sentence, when phrases are modified at most `modifiers` times over. */
export const longest = (modifiers: number) => ({ source: 7 + 8 * modifiers, target: 9 + 8 * modifiers });

/** A random sentence; each noun has an adjective, and where it may a modifier, half of the time. */
export function randomSentence(stream: Random, modifiers: number): Translated {
  const sentence = { subject: nounPhrase(stream, modifiers), verb: pick(verbs, stream), object: nounPhrase(stream, modifiers) };
  return { source: inSource(sentence), target: inTarget(sentence) };
}

const pick = <T>(choices: readonly T[], stream: Random): T => choices[stream.integer(choices.length)] as T;

function nounPhrase(stream: Random, modifiers: number): NounPhrase {
  return {
    article: pick(articles, stream),
    adjective: stream.uniform() < 0.5 ? pick(adjectives, stream) : undefined,
    noun: pick(nouns, stream),
    plural: stream.uniform() < 0.5 ? 1 : 0,
    modifier:
      modifiers > 0 && stream.uniform() < 0.5
        ? { preposition: pick(prepositions, stream), phrase: nounPhrase(stream, modifiers - 1) }
        : undefined,
  };
}

const inSource = ({ subject, verb, object }: Sentence): string[] => [
  ...phraseInSource(subject),
  verb.source[subject.plural],
  ...phraseInSource(object),
];

const phraseInSource = ({ article, adjective, noun, plural, modifier }: NounPhrase): string[] => [
  article.source[plural],
  ...(adjective ? [adjective.source] : []),
  noun.source[plural],
  ...(modifier ? [modifier.preposition.source, ...phraseInSource(modifier.phrase)] : []),
];

const inTarget = ({ subject, verb, object }: Sentence): string[] => [
  ...phraseInTarget(subject),
  subjectParticle,
  ...phraseInTarget(object),
  objectParticle,
  verb.target[subject.plural],
];

const phraseInTarget = ({ article, adjective, noun, plural, modifier }: NounPhrase): string[] => [
  ...(modifier ? [...phraseInTarget(modifier.phrase), modifier.preposition.target] : []),
  article.target[noun.gender][plural],
  noun.target[plural],
  ...(adjective ? [adjective.target[noun.gender]] : []),
];
