import { signalLines } from '../read/read.ts';
import { valuesOf } from '../rule/combine.ts';
import { rule } from '../rule/rule.ts';
import { transformerAtStart } from '../shared/at-start.ts';
import { cogView, periLn } from '../shared/sources.ts';
import { depth } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const sandwichOneUnit = defineClaim({
  id: 'sandwich-one-unit',
  group: 'literature',
  statement: {
    en: 'At initialisation every sublayer of Sandwich-Norm adds one unit of energy to the stream, whatever the matrices are.',
    zh: '初始化时，三明治归一化的每个子层都给残差流增加一个单位的能量，与矩阵如何初始化无关。',
  },
  sources: [periLn, cogView],
  published: { en: 'follows from the equation where branches are uncorrelated', zh: '支路互不相关时由公式推出' },
  needs: { start: transformerAtStart },
  read: ({ start }) => ({
    main: signalLines(
      start,
      ({ streamEnergy }, layers) => ((streamEnergy.at(-1) as number) - (streamEnergy[0] as number)) / (2 * (layers - 1)),
    ),
  }),
  rule: rule({
    quantity: {
      en: 'growth of the stream’s mean square from the first block to the last, for each sublayer between them, of Sandwich-Norm',
      zh: '三明治归一化从第一块到最后一块之间，残差流均方每个子层的增长',
    },
    unit: { en: 'units per sublayer', zh: '单位 / 子层' },
    effects: valuesOf('sandwich'),
    within: [0.8, 1.2],
  }),
  earlier: {
    en: 'The first run had the matrices N(0, 0.02) and was supported as well: 1.05, 1.05, 0.97 and 0.99.',
    zh: '第一次运行的矩阵为 N(0, 0.02)，同样得到支持：1.05、1.05、0.97、0.99。',
  },
  figure: { kind: 'lines', x: depth, y: { en: 'growth of the stream’s mean square per sublayer', zh: '残差流均方每个子层的增长' } },
});
