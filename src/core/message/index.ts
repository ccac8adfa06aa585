/** The message catalogue: what people read, in English and simplified Chinese. English is the master; a test checks that the others have its keys. */
import { IntlMessageFormat } from 'intl-messageformat';
import { en } from './en.ts';
import { zh } from './zh.ts';

export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];
/** A name in every language. */
export type Localized = Readonly<Record<Language, string>>;
/** What is the same in every language, or written in each. */
export type Text = string | Localized;
export type MessageKey = keyof typeof en;
/** A list is joined as the language joins words. */
export type MessageValues = Readonly<Record<string, string | number | readonly (string | number)[]>>;
export type Catalogue = Readonly<Record<MessageKey, string>>;

export const textIn = (text: Text, language: Language): string => (typeof text === 'string' ? text : text[language]);

const catalogues: Readonly<Record<Language, Catalogue>> = { en, zh };
const locales: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-Hans' };
const compiled = new Map<string, IntlMessageFormat>();

/** "a, b, and c". */
export function list(items: readonly string[], language: Language): string {
  return language === 'zh' ? items.join('、') : new Intl.ListFormat(language, { type: 'conjunction' }).format(items);
}

/** The message `key` in `language`, ICU placeholders filled from `values`. */
export function message(language: Language, key: MessageKey, values: MessageValues = {}): string {
  const cacheKey = `${language}/${key}`;
  let format = compiled.get(cacheKey);
  if (!format) {
    format = new IntlMessageFormat(catalogues[language][key], locales[language], undefined, { ignoreTag: true });
    compiled.set(cacheKey, format);
  }
  return String(format.format(Object.fromEntries(Object.entries(values).map(([name, value]) => [name, joined(value, language)]))));
}

const joints: Readonly<Record<Language, string>> = { en: ', ', zh: '、' };
const joined = (value: MessageValues[string], language: Language): string | number =>
  typeof value === 'object' ? value.join(joints[language]) : value;
