import { std } from './std.ts';
import { defineInit, writesStream } from './types.ts';

export const zeroOutput = defineInit({
  id: 'zero-output',
  title: { en: 'Zero outputs', zh: '输出归零' },
  rule: {
    en: 'last matrix of every branch (out, fc2) 0, every other N(0, std²): each block begins as the identity',
    zh: '每条支路的最后一个矩阵（out、fc2）为 0，其余 N(0, std²)：每块从恒等开始',
  },
  paper: { text: 'Goyal et al. 2017, Accurate, Large Minibatch SGD; Zhang et al. 2019, Fixup', url: 'https://arxiv.org/abs/1706.02677' },
  options: { std },
  distribution: (drawn, _model, options) => (writesStream(drawn) ? { kind: 'constant', value: 0 } : { kind: 'normal', std: options.std }),
  about: {
    en: 'Every block starts as the identity, whatever the placement, unless a norm stands behind the branch.',
    zh: '无论何种方案，只要支路之后没有归一化，每块都从恒等开始。',
  },
});
