/**
 * Random symbols, a separator, and the same symbols from last to first; only the reversal counts.
 * A uniform guess costs ln(symbols + 1) nats, one among the symbols ln(symbols); reversing costs 0.
 */
import { transduction } from './data/transduction.ts';

export const reverse = transduction(
  {
    id: 'reverse',
    title: { en: 'reverse a random sequence', zh: '反转随机序列' },
    format: { en: 's₁ … sₙ | sₙ … s₁; what follows the separator counts', zh: 's₁ … sₙ | sₙ … s₁；计分隔符之后的部分' },
    paper: {
      text: 'Grefenstette et al. 2015, Learning to Transduce with Unbounded Memory',
      url: 'https://arxiv.org/abs/1506.02516',
    },
  },
  (word) => word.toReversed(),
);
