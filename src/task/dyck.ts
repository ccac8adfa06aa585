/**
 * Balanced brackets of several kinds, nested at most `depth` deep: Dyck-(k, m). Where a closing bracket comes next, its kind is
 * determined by the innermost open one; only these places count. A uniform guess costs ln(2 · kinds) nats, one among the closing
 * brackets ln(kinds); keeping a stack costs 0.
 */
import { number, optionValues } from '../core/options.ts';
import type { Random } from '../core/random.ts';
import { generated } from './data/generated.ts';
import { nextToken } from './data/next-token.ts';
import { tokenShape } from './data/shape.ts';
import type { TaskDefinition } from './types.ts';

const options = {
  kinds: number(4, { en: 'kinds of brackets', zh: '括号的种类数' }, { min: 2, max: 500, integer: true }),
  depth: number(8, { en: 'brackets that may be open at once', zh: '同时可以打开的括号数' }, { min: 1, max: 1000, integer: true }),
};

export const dyck: TaskDefinition = {
  id: 'dyck',
  title: { en: 'close the right bracket', zh: '括号匹配' },
  format: { en: '( [ ] { } ) … → the next bracket; closing ones count', zh: '( [ ] { } ) … → 下一个括号；只计右括号' },
  paper: {
    text: 'Hewitt et al. 2020, RNNs can generate bounded hierarchical languages with optimal memory',
    url: 'https://arxiv.org/abs/2010.07515',
  },
  architectures: ['decoder'],
  options,
  create: (config, seqLen) => {
    const { kinds, depth } = optionValues(options, config);
    // A word has an even length; where it is one too long, its last bracket is cut off.
    const length = 2 * Math.ceil((seqLen + 1) / 2);
    return {
      ...tokenShape(2 * kinds),
      notes: [],
      ...generated('dyck', (stream, batchSize) => {
        const words = Array.from({ length: batchSize }, () => word(stream, length, kinds, depth).slice(0, seqLen + 1));
        return nextToken(words, (_place, target) => target >= kinds);
      }),
    };
  },
};

/** Opening brackets are 0 to kinds - 1, closing ones follow in the same order. */
function word(stream: Random, length: number, kinds: number, depth: number): number[] {
  const open: number[] = [];
  return Array.from({ length }, (_, at) => {
    const [full, empty] = [open.length === Math.min(depth, length - at), open.length === 0];
    if (full || (!empty && stream.uniform() < 0.5)) return kinds + (open.pop() as number);
    open.push(stream.integer(kinds));
    return open.at(-1) as number;
  });
}
