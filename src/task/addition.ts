/**
 * Sums of two numbers of equal length, digit by digit: a + b = c, numbers padded with zeros, c one digit longer.
 * The answer is written from its last digit on, as carries run, or plainly. Only the answer counts; a fixed tenth of all pairs
 * is held out. A uniform guess costs ln 12 = 2.48 nats, one among the digits about ln 10 = 2.30; adding costs 0.
 */
import { choice, number, optionValues } from '../core/options.ts';
import type { Random } from '../core/random.ts';
import { generated } from './data/generated.ts';
import { drawFor } from './data/held-out.ts';
import { nextToken } from './data/next-token.ts';
import { tokenShape } from './data/shape.ts';
import type { TaskDefinition } from './types.ts';

const options = {
  digits: number(3, { en: 'digits of each number', zh: '每个加数的位数' }, { min: 1, max: 100, integer: true }),
  answer: choice(['reversed', 'plain'], 'reversed', {
    en: 'order of the digits of the sum: last digit first, or first digit first',
    zh: '和的数字顺序：末位在前，或首位在前',
  }),
};

const [base, plus, equals] = [10, 10, 11];

export const addition: TaskDefinition = {
  id: 'addition',
  title: { en: 'addition, digit by digit', zh: '逐位加法' },
  format: { en: 'a₁ … aₙ + b₁ … bₙ = cₙ₊₁ … c₁; what follows = counts', zh: 'a₁ … aₙ + b₁ … bₙ = cₙ₊₁ … c₁；计等号之后的部分' },
  paper: { text: 'Lee et al. 2023, Teaching Arithmetic to Small Transformers', url: 'https://arxiv.org/abs/2307.03381' },
  architectures: ['decoder'],
  options,
  fixedSeqLen: (config) => 3 * optionValues(options, config).digits + 2,
  create: (config) => {
    const { digits, answer } = optionValues(options, config);
    const before = 2 * digits + 1;
    return {
      ...tokenShape(base + 2),
      notes: [],
      ...generated('addition', (stream, batchSize, side) => {
        const sums = Array.from({ length: batchSize }, () => drawFor(side, () => pairOf(stream, digits), question));
        return nextToken(
          sums.map(([a, b]) => {
            const c = sum(a, b);
            return [...a, plus, ...b, equals, ...(answer === 'reversed' ? c.toReversed() : c)];
          }),
          (place) => place >= before,
        );
      }),
    };
  },
};

/** Digits, the most significant first. */
type Digits = readonly number[];

const pairOf = (stream: Random, digits: number): readonly [Digits, Digits] => {
  const draw = () => Array.from({ length: digits }, () => stream.integer(base));
  return [draw(), draw()];
};

const question = ([a, b]: readonly [Digits, Digits]): string => `${a.join('')}+${b.join('')}`;

function sum(a: Digits, b: Digits): Digits {
  const digits: number[] = [];
  let carry = 0;
  for (let i = a.length - 1; i >= 0; i--) {
    const total = (a[i] as number) + (b[i] as number) + carry;
    digits.unshift(total % base);
    carry = Math.floor(total / base);
  }
  return [carry, ...digits];
}
