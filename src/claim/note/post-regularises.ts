import { studyLines } from '../read/read.ts';
import { finalLoss, generalisationGap } from '../read/run.ts';
import { difference } from '../rule/combine.ts';
import { rule, units } from '../rule/rule.ts';
import { suPre } from '../shared/sources.ts';
import { littleText } from '../shared/training.ts';
import { depth } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const postRegularises = defineClaim({
  id: 'post-regularises',
  group: 'note',
  statement: { en: 'Post-Norm regularises more than Pre-Norm.', zh: '后归一化的正则化作用强于前归一化。' },
  sources: [suPre],
  published: { en: 'said without numbers', zh: '没有给出数字' },
  needs: { trained: littleText },
  read: ({ trained }) => ({
    main: studyLines(trained, { pick: generalisationGap }),
    loss: studyLines(trained, { pick: finalLoss }),
  }),
  rule: rule({
    quantity: {
      en: 'validation minus training loss at the end on a text of 12 000 characters, of Post-Norm minus that of Pre-Norm on the same seed, each at its own best learning rate',
      zh: '在 1.2 万字符的文本上训练结束时验证损失减训练损失：相同种子上后归一化减去前归一化，各取自己的最佳学习率',
    },
    unit: units.nats,
    effects: difference('post', 'pre'),
    within: [Number.NEGATIVE_INFINITY, 0],
  }),
  figure: { kind: 'lines', x: depth, y: { en: 'validation minus training loss, nats', zh: '验证损失 − 训练损失（nat）' } },
});
