/** The catalogue of messages: both languages say the same things, take the same values, and say all of them. */
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import { en } from '../../../src/core/message/en.ts';
import { languages, type MessageKey, message } from '../../../src/core/message/index.ts';
import { zh } from '../../../src/core/message/zh.ts';

const keys = Object.keys(en) as MessageKey[];
const catalogues = { en, zh } as const;

type Elements = ReturnType<IntlMessageFormat['getAst']>;

/** Names of all arguments of a message, those inside plural branches too. */
function argumentsOf(text: string): string[] {
  const walk = (elements: Elements): string[] =>
    elements.flatMap((element) => {
      // 0 is literal text and 7 the # of a plural: both without a name.
      const own = 'value' in element && element.type !== 0 ? [String(element.value)] : [];
      const branches = 'options' in element ? Object.values(element.options as Record<string, { value: Elements }>) : [];
      return [...own, ...branches.flatMap(({ value }) => walk(value))];
    });
  return [...new Set(walk(new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).getAst()))].sort();
}

it('both languages have the same messages', () => {
  expect(Object.keys(zh).sort()).toEqual([...keys].sort());
  expect(keys.length).toBeGreaterThan(30);
});

it('both languages take the same values', () => {
  for (const key of keys) expect(argumentsOf(zh[key]), key).toEqual(argumentsOf(en[key]));
});

describe.each(languages)('%s', (language) => {
  it('says every value it is given, and nothing of the markup', () => {
    for (const key of keys) {
      const names = argumentsOf(catalogues[language][key]);
      // A number in words a plural can count, and that no message holds by itself.
      const values = Object.fromEntries(names.map((name, i) => [name, 770_001 + i]));
      const said = message(language, key, values);
      const choosing = new Set([...catalogues[language][key].matchAll(/\{(\w+),\s*(?:plural|select)/g)].map(([, name]) => name));
      for (const name of names.filter((one) => !choosing.has(one)))
        expect(said.replaceAll(/[,.\s]/g, ''), `${key}: ${name}`).toContain(String(values[name]));
      expect(said, key).not.toMatch(/[{}]|undefined/);
    }
  });

  it('has no empty message and none that begins or ends in white space', () => {
    for (const key of keys) {
      expect(catalogues[language][key], key).not.toBe('');
      expect(catalogues[language][key].trimEnd(), key).toBe(catalogues[language][key].trimEnd());
      expect(catalogues[language][key], key).not.toMatch(/^\s*$/);
    }
  });
});

/** What stays as it is in every language: values, code, quotations in straight quotes, flags, names of papers and files. */
const kept = [/\{[^{}]*\}/g, /`[^`]*`/g, /"[^"]*"/g, /'[^']*'/g, /--?[a-z][\w-]*( [a-z]+)?/g, /https?:\S+/g];

it('the Chinese holds no English sentence', () => {
  for (const key of keys) {
    const prose = kept.reduce((text, pattern) => text.replaceAll(pattern, '·'), zh[key]);
    expect(prose, key).not.toMatch(/(?:\b[A-Za-z]+\b[ ,]+){3,}\b[A-Za-z]+\b/);
  }
});

it('a message that is prose in English is Chinese in Chinese', () => {
  const isProse = (text: string) => (text.replaceAll(/\{[^{}]*\}/g, '').match(/\b[a-z]{2,}\b/g) ?? []).length >= 4;
  const prose = keys.filter((key) => isProse(en[key]));
  expect(prose.length).toBeGreaterThan(30);
  for (const key of prose) expect(zh[key], key).toMatch(/[\u4e00-\u9fff]/);
});

it('errors that any command may give name no flag that only some have', () => {
  const shared = [
    'error.engineFailed',
    'error.engine.noOrtNode',
    'error.engine.noCompiler',
    'error.engine.compile',
    'error.noAdapter',
    'error.textTooShort',
    'error.fileTooShort',
    'error.parallelShort',
    'error.diskFull',
    'error.unwritable',
    'error.writeFailed',
  ] as const;
  for (const language of languages)
    for (const key of shared) {
      const flags = [...catalogues[language][key].matchAll(/--[a-z]+/g)].map(([flag]) => flag);
      // Beside a flag stands what a spec calls it.
      if (flags.length > 0) expect(catalogues[language][key], key).toMatch(/in a spec|配置中的/);
      expect(flags, key).not.toContain('--out');
    }
});
