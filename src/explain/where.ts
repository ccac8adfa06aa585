/** Whom an equation or a value is for, in the reader's language: "decoder ffn, layers 2–12". */
import type { Language } from '../core/message/index.ts';

type Replacement = readonly [pattern: RegExp, text: string];

const stacks: readonly Replacement[] = [
  [/\bencoder\b/g, '编码器'],
  [/\bdecoder\b/g, '解码器'],
];

const layers: readonly Replacement[] = [
  [/\blayers (\d+)–(\d+)/g, '第 $1–$2 层'],
  [/\blayer (\d+)/g, '第 $1 层'],
  [/, /g, '、'],
];

const inChinese = (text: string, replacements: readonly Replacement[], language: Language): string =>
  language === 'zh' ? replacements.reduce((done, [pattern, replacement]) => done.replace(pattern, replacement), text) : text;

export const whereText = (where: string, language: Language): string => inChinese(where, [...stacks, ...layers], language);

/** For values, whose formulas may hold commas. */
export const stackText = (values: string, language: Language): string => inChinese(values, stacks, language);
