/** Options of every task that learns from text files. */
import { number } from '../../core/options.ts';

export const vocabCap = number(
  4096,
  { en: 'most frequent characters of the files that keep a token of their own', zh: '文件中最常见的多少个字符各有自己的词元' },
  {
    min: 2,
    max: 60_000,
    integer: true,
  },
);

export const validationShare = number(
  0.1,
  { en: 'share of the files, at their end, held out for validation', zh: '各文件末尾留作验证的比例' },
  { min: 0.001, max: 0.999 },
);
