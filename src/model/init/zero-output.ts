import { std } from './std.ts';
import { defineInit, writesStream } from './types.ts';

export const zeroOutput = defineInit({
  id: 'zero-output',
  title: { en: 'Zero outputs', zh: '输出归零' },
  rule: 'last matrix of every branch (out, fc2) 0, every other N(0, std²): each block begins as the identity',
  paper: { text: 'Goyal et al. 2017, Accurate, Large Minibatch SGD; Zhang et al. 2019, Fixup', url: 'https://arxiv.org/abs/1706.02677' },
  options: { std },
  distribution: (drawn, _model, options) => (writesStream(drawn) ? { kind: 'constant', value: 0 } : { kind: 'normal', std: options.std }),
});
