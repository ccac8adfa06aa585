/** The page's language, and everything it says. */
import { signal } from '@preact/signals';
import { type Language, type Localized, languages, type MessageKey, type MessageValues, message } from 'normlab/web';
import { remember, remembered } from './memory.ts';

const isLanguage = (value: unknown): value is Language => languages.includes(value as Language);

function preferred(): Language {
  const kept = remembered('language');
  if (isLanguage(kept)) return kept;
  return navigator.languages.some((tag) => tag.toLowerCase().startsWith('zh')) ? 'zh' : 'en';
}

export const language = signal<Language>(preferred());

export function speak(next: Language): void {
  language.value = next;
  remember('language', next);
}

export const say = (key: MessageKey, values?: MessageValues): string => message(language.value, key, values);

/** The name of a member in the page's language. */
export const nameOf = ({ title }: { readonly title: Localized }): string => title[language.value];

/** What went wrong, as it came from a worker or from the parser. */
export const sayTold = ({ key, values }: { readonly key: string; readonly values: MessageValues }): string =>
  say(key as MessageKey, values);
