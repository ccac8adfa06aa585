import { studyLines } from '../read/read.ts';
import { lastMeasured } from '../read/run.ts';
import { logRatio } from '../rule/combine.ts';
import { rule, units } from '../rule/rule.ts';
import { cogView, periLn } from '../shared/sources.ts';
import { placementsOnText } from '../shared/training.ts';
import { depth } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const sandwichBoundsActivations = defineClaim({
  id: 'sandwich-bounds-activations',
  group: 'note',
  statement: { en: 'Sandwich-Norm bounds activations that grow in Pre-Norm.', zh: '三明治归一化限制了在前归一化中不断增长的激活值。' },
  sources: [cogView, periLn],
  published: {
    en: 'Pre beyond 6.5e4 within 0.5B tokens, Peri inside, 400M to 3.2B',
    zh: '前归一化在 0.5B token 内超过 6.5e4，环绕归一化没有，400M 到 3.2B',
  },
  needs: { trained: placementsOnText },
  read: ({ trained }) => ({
    main: studyLines(trained, {
      pick: (run) => {
        const values = lastMeasured(run, 'max-abs');
        return values.length === 0 ? Number.NaN : Math.max(...values);
      },
    }),
  }),
  rule: rule({
    quantity: {
      en: 'log2 of the largest activation of the stream after training, of Sandwich-Norm over that of Pre-Norm on the same seed',
      zh: '训练后残差流最大激活值之比的 log2：相同种子上三明治归一化比前归一化',
    },
    unit: units.doublings,
    effects: logRatio('sandwich', 'pre'),
    within: [Number.NEGATIVE_INFINITY, 0],
  }),
  figure: {
    kind: 'lines',
    log: true,
    x: depth,
    y: { en: 'largest activation of the stream after training', zh: '训练后残差流的最大激活值' },
  },
});
