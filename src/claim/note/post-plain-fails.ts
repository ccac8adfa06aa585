import { difference } from '../rule/combine.ts';
import { rule, units } from '../rule/rule.ts';
import { nguyen } from '../shared/sources.ts';
import { readStarts, startFigure, startNeeds } from '../shared/starts.ts';
import { defineClaim } from '../types.ts';

export const postPlainFails = defineClaim({
  id: 'post-plain-fails',
  group: 'note',
  statement: {
    en: 'Post-Norm without warm-up and without an initialisation made for it fails.',
    zh: '后归一化既不预热也没有匹配的初始化就会失败。',
  },
  sources: [nguyen],
  published: {
    en: 'English-Vietnamese, no warm-up: 18.31 BLEU at 4 layers, failure at 5 and 6; Pre-Norm about 28',
    zh: '英越翻译，不预热：4 层 18.31 BLEU，5、6 层失败；前归一化约 28',
  },
  needs: startNeeds,
  read: readStarts,
  rule: rule({
    quantity: {
      en: 'validation loss of Post-Norm with Xavier minus that of Pre-Norm on the same seed, learning rate 0.01, no warm-up, copying 8 symbols',
      zh: '相同种子上 Xavier 初始化的后归一化验证损失减去前归一化（学习率 0.01，不预热，复制 8 个符号）',
    },
    unit: units.nats,
    effects: difference('post-xavier', 'pre'),
    within: [0.5, Number.POSITIVE_INFINITY],
  }),
  figure: { ...startFigure, only: ['post-xavier', 'pre'] },
});
