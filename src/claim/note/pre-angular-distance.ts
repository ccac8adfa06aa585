import { answerLines } from '../read/read.ts';
import { average } from '../read/run.ts';
import { difference } from '../rule/combine.ts';
import { rule } from '../rule/rule.ts';
import { depthNeeds } from '../shared/depth-use.ts';
import { curse, gromov } from '../shared/sources.ts';
import { depth } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

/** The deeper half, where the claim is about. */
const deeper = (values: readonly number[] = []): readonly number[] => values.slice(Math.floor(values.length / 2));

export const preAngularDistance = defineClaim({
  id: 'pre-angular-distance',
  group: 'note',
  statement: {
    en: 'Deep blocks of Pre-Norm turn the stream less than a random walk of the same lengths would.',
    zh: '前归一化的深层块对残差流的转动小于同样长度的随机游走。',
  },
  sources: [curse, gromov],
  published: {
    en: 'angular distance below 0.5 between neighbouring deep blocks, 130M to 1B',
    zh: '相邻深层块的角距离小于 0.5，130M 到 1B',
  },
  needs: depthNeeds,
  read: ({ asked }) => ({
    main: (['block', 'walk'] as const).flatMap((which) =>
      answerLines(asked, ({ series }) => average(deeper(series[`angular-distance/${which}`]))).map(({ id, cells }) => ({
        id: `${id}, ${which}`,
        cells,
      })),
    ),
  }),
  rule: rule({
    quantity: {
      en: 'angular distance of a block, mean over the deeper half of a trained Pre-Norm model, minus that of writes at a right angle to the stream',
      zh: '训练后前归一化模型较深一半各块角距离的平均值，减去写入与残差流垂直时的角距离',
    },
    unit: { en: 'of π', zh: '（以 π 为单位）' },
    effects: difference('pre, block', 'pre, walk'),
    within: [Number.NEGATIVE_INFINITY, 0],
  }),
  figure: {
    kind: 'lines',
    x: depth,
    y: { en: 'angular distance of a block in the deeper half', zh: '较深一半各块的角距离' },
    names: {
      'pre, block': { en: 'Pre-Norm', zh: '前归一化' },
      'pre, walk': { en: 'Pre-Norm, random walk', zh: '前归一化，随机游走' },
      'post, block': { en: 'Post-Norm', zh: '后归一化' },
      'post, walk': { en: 'Post-Norm, random walk', zh: '后归一化，随机游走' },
    },
  },
});
