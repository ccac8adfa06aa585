/**
 * Random symbols, a separator, and the same symbols in rising order, repetitions kept; only the sorted part counts.
 * A uniform guess costs ln(symbols + 1) nats; sorting costs 0.
 */
import { transduction } from './data/transduction.ts';

export const sort = transduction(
  {
    id: 'sort',
    title: { en: 'sort a random sequence', zh: '排序随机序列' },
    format: { en: 's₁ … sₙ | s₍₁₎ ≤ … ≤ s₍ₙ₎; what follows the separator counts', zh: 's₁ … sₙ | s₍₁₎ ≤ … ≤ s₍ₙ₎；计分隔符之后的部分' },
    paper: {
      text: 'Vinyals, Bengio & Kudlur 2016, Order Matters: Sequence to sequence for sets',
      url: 'https://arxiv.org/abs/1511.06391',
    },
  },
  (word) => word.toSorted((a, b) => a - b),
);
