import { signalLines } from '../read/read.ts';
import { valuesOf } from '../rule/combine.ts';
import { rule } from '../rule/rule.ts';
import { theoryAtStart } from '../shared/at-start.ts';
import { xiong } from '../shared/sources.ts';
import { depth } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const xiongLemma2 = defineClaim({
  id: 'xiong-lemma-2',
  group: 'literature',
  statement: {
    en: "At initialisation Pre-Norm's stream grows by between a half and one and a half units of energy for each block.",
    zh: '初始化时，前归一化残差流的能量每块增加 1/2 到 3/2 个单位。',
  },
  sources: [xiong],
  published: { en: 'lemma', zh: '引理' },
  needs: { start: theoryAtStart },
  read: ({ start }) => ({
    main: signalLines(start, ({ streamEnergy }, layers) => ((streamEnergy.at(-1) as number) - 1) / layers),
  }),
  rule: rule({
    quantity: {
      en: 'mean square of the stream after the last block minus 1, over the number of blocks, of Pre-Norm in the theory’s model',
      zh: '理论模型中前归一化最后一块之后残差流的均方减 1，再除以块数',
    },
    unit: { en: 'units per block', zh: '单位 / 块' },
    effects: valuesOf('pre'),
    within: [0.5, 1.5],
  }),
  earlier: {
    en: 'The first run had 10 seeds and did not show it: 1.01, 1.20, 1.28 and 1.40 [1.22, 1.57] at 6, 12, 24 and 48 blocks. The run that would settle it was more seeds: 40, under the same rule, committed before the run.',
    zh: '第一次运行有 10 个种子，未显示：6、12、24、48 层为 1.01、1.20、1.28、1.40 [1.22, 1.57]。要见分晓需要更多种子：改为 40 个，规则不变，在运行之前提交。',
  },
  figure: { kind: 'lines', x: depth, y: { en: 'growth of the stream’s mean square per block', zh: '残差流均方每块的增长' } },
});
