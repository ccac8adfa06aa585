/** Options of every task that learns from text files. */
import { number } from '../../core/options.ts';

export const vocabCap = number(4096, 'most frequent characters of the files that keep a token of their own', {
  min: 2,
  max: 60_000,
  integer: true,
});

export const validationShare = number(0.1, 'share of the files, at their end, held out for validation', { min: 0.001, max: 0.999 });
