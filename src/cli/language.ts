import { type Language, languages } from '../core/message/index.ts';
import { oneOf, type Reader } from './flags.ts';

/** --lang if given, else what the environment says; needed before anything is parsed, because help is translated too. */
export function languageOf(argv: readonly string[], environment: NodeJS.ProcessEnv = process.env): Language {
  const at = argv.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='));
  const given = at < 0 ? undefined : argv[at]?.includes('=') ? argv[at]?.split('=')[1] : argv[at + 1];
  const known = languages.find((language) => language === given);
  if (known) return known;
  return /^zh/i.test(environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '') ? 'zh' : 'en';
}

/** @throws UserError when --lang names no language. */
export const checkLanguage: Reader<Language> = oneOf('--lang', languages);
