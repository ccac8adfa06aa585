import { studyLines } from '../read/read.ts';
import { average, firstMeasured } from '../read/run.ts';
import { exponentOf } from '../rule/combine.ts';
import { alone, rule, units } from '../rule/rule.ts';
import { firstSteps } from '../shared/at-start.ts';
import { deepNet } from '../shared/sources.ts';
import { depth } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const deepnormConstantUpdate = defineClaim({
  id: 'deepnorm-constant-update',
  group: 'literature',
  statement: {
    en: 'DeepNorm keeps the update of the function constant as the depth grows.',
    zh: 'DeepNorm 使函数的单步更新量不随深度变化。',
  },
  sources: [deepNet],
  published: { en: 'theorem for SGD; 18 to 1000 layers', zh: '针对 SGD 的定理；18 到 1000 层' },
  needs: { stepped: firstSteps },
  read: ({ stepped }) => ({
    main: studyLines(stepped, { pick: (run) => average(firstMeasured(run, 'update-function').slice(0, 1)) }),
  }),
  rule: rule({
    quantity: {
      en: 'exponent k of depth^k in the relative change of what the head reads by the first step of SGD, of DeepNorm with its initialisation; within a quarter of 0 is taken as constant',
      zh: 'SGD 第一步使输出头所读量相对改变的幅度随深度的幂次 k（DeepNorm 及其初始化）；与 0 相差不到 1/4 视为不变',
    },
    unit: units.exponent,
    effects: exponentOf('deepnorm'),
    within: [-0.25, 0.25],
    size: alone,
  }),
  figure: {
    kind: 'lines',
    log: true,
    x: depth,
    y: { en: 'relative change of the output by one step', zh: '一步使输出的相对改变' },
    theory: { deepnorm: 0 },
  },
});
