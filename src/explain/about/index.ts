/** What is published about members, in the reader's language; nothing for members that somebody added and described nowhere. */
import type { Language } from '../../core/message/index.ts';
import type { OptionSpec, OptionSpecs, OptionValue } from '../../core/options.ts';
import type { Init } from '../../model/init/types.ts';
import type { Normalizer } from '../../model/normalizer/types.ts';
import { attentionNormsEn, initsEn } from './inits.en.ts';
import { attentionNormsZh, initsZh } from './inits.zh.ts';
import { namesZh } from './names.zh.ts';
import { normalizersEn } from './normalizers.en.ts';
import { normalizersZh } from './normalizers.zh.ts';
import { optionsZh } from './options.zh.ts';
import { placementsEn } from './placements.en.ts';
import { placementsZh } from './placements.zh.ts';
import type { AboutLine, AboutNormalizer, AboutPlacement } from './types.ts';

type Texts<T> = Readonly<Record<string, T | undefined>>;
type Catalogue<T> = Readonly<Record<Language, Texts<T>>>;

const placementTexts: Catalogue<AboutPlacement> = { en: placementsEn, zh: placementsZh };
const normalizerTexts: Catalogue<AboutNormalizer> = { en: normalizersEn, zh: normalizersZh };
const initTexts: Catalogue<AboutLine> = { en: initsEn, zh: initsZh };
const attentionNormTexts: Catalogue<AboutLine> = { en: attentionNormsEn, zh: attentionNormsZh };

const own = <T>(texts: Texts<T>, id: string): T | undefined => (Object.hasOwn(texts, id) ? texts[id] : undefined);

export const aboutPlacement = (id: string, language: Language): AboutPlacement | undefined => own(placementTexts[language], id);
export const aboutNormalizer = (id: string, language: Language): AboutNormalizer | undefined => own(normalizerTexts[language], id);
export const aboutInit = (id: string, language: Language): string | undefined => own(initTexts[language], id)?.about;
export const aboutAttentionNorm = (id: string, language: Language): string | undefined => own(attentionNormTexts[language], id)?.about;

/** Formulas with words in them. */
export const equationOf = ({ id, equation }: Normalizer, language: Language): string =>
  (language === 'zh' && own(normalizersZh, id)?.equation) || equation;

export const ruleOf = ({ id, rule }: Init, language: Language): string => (language === 'zh' && own(initsZh, id)?.rule) || rule;

/** The name and the line of a member whose family has them in English only. */
export function named(family: string, { id, title, line }: { id: string; title: string; line: string }, language: Language) {
  const chinese = language === 'zh' ? own(namesZh, `${family}/${id}`) : undefined;
  return { title: chinese?.title || title, line: chinese?.line || line };
}

export interface AboutOption {
  readonly name: string;
  readonly default: OptionValue;
  /** The values it may take, when they are few. */
  readonly choices?: readonly string[];
  readonly about: string;
}

export const optionsOf = (noun: string, member: { id: string; options: OptionSpecs }, language: Language): AboutOption[] =>
  Object.entries(member.options).map(([name, spec]) => ({
    name,
    default: spec.default,
    ...choicesOf(spec),
    about: (language === 'zh' && own(optionsZh, `${noun}/${member.id}.${name}`)) || spec.about,
  }));

const choicesOf = (spec: OptionSpec) => (spec.kind === 'choice' ? { choices: spec.choices } : {});
