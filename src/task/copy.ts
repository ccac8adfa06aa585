/**
 * Random symbols, a separator, and the same symbols again; only the repetition counts.
 * A uniform guess costs ln(symbols + 1) nats, one among the symbols ln(symbols); copying costs 0.
 */
import { transduction } from './data/transduction.ts';

export const copy = transduction(
  {
    id: 'copy',
    title: { en: 'copy a random sequence', zh: '复制随机序列' },
    format: { en: 's₁ … sₙ | s₁ … sₙ; what follows the separator counts', zh: 's₁ … sₙ | s₁ … sₙ；计分隔符之后的部分' },
    paper: { text: 'Graves, Wayne & Danihelka 2014, Neural Turing Machines', url: 'https://arxiv.org/abs/1410.5401' },
  },
  (word) => word,
);
