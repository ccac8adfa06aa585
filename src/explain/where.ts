/** Whom an equation is for, in the reader's language: "ffn, layers 2–12". */
import type { Language } from '../core/message/index.ts';

const inChinese: readonly (readonly [RegExp, string])[] = [
  [/\blayers (\d+)–(\d+)/g, '第 $1–$2 层'],
  [/\blayer (\d+)/g, '第 $1 层'],
  [/\bencoder\b/g, '编码器'],
  [/\bdecoder\b/g, '解码器'],
  [/, /g, '、'],
];

export const whereText = (where: string, language: Language): string =>
  language === 'zh' ? inChinese.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), where) : where;
