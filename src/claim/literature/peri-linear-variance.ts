import { logLogSlope } from '../../core/statistic/index.ts';
import type { RunRecord } from '../../study/types.ts';
import { studyLines } from '../read/read.ts';
import { lastMeasured } from '../read/run.ts';
import { valuesOf } from '../rule/combine.ts';
import { rule, units } from '../rule/rule.ts';
import { periLn } from '../shared/sources.ts';
import { placementsOnText } from '../shared/training.ts';
import { depth } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

/** The k of energy ∝ sublayer^k, fitted from the second sublayer on: the embedding's own energy bends the first. */
function growth(run: RunRecord): number {
  const energies = lastMeasured(run, 'stream-rms/sum').map((rms) => rms ** 2);
  const places = energies.map((_, i) => i + 1);
  return energies.length < 3 ? Number.NaN : logLogSlope(places.slice(1), energies.slice(1));
}

export const periLinearVariance = defineClaim({
  id: 'peri-linear-variance',
  group: 'literature',
  statement: {
    en: 'With norms on both sides of the branch (Sandwich, Peri-LN) the variance of the stream still grows linearly with depth after training.',
    zh: '支路两侧都有归一化时（三明治、环绕归一化），训练之后残差流的方差仍随深度线性增长。',
  },
  sources: [periLn],
  published: { en: '400M to 3.2B parameters, 24 to 48 blocks', zh: '4 亿到 32 亿参数，24 到 48 块' },
  needs: { trained: placementsOnText },
  read: ({ trained }) => ({ main: studyLines(trained, { pick: growth }) }),
  rule: rule({
    quantity: {
      en: 'exponent k of sublayer^k in the mean square of the stream after each sum, from the second sublayer on, of trained Sandwich-Norm; between 0.5 and 1.5 is taken as linear',
      zh: '训练后三明治归一化各次相加之后残差流均方随子层序号的幂次 k（从第二个子层起）；0.5 到 1.5 视为线性',
    },
    unit: units.exponent,
    effects: valuesOf('sandwich'),
    within: [0.5, 1.5],
  }),
  figure: { kind: 'lines', x: depth, y: { en: 'exponent of the stream’s energy over sublayers', zh: '残差流能量随子层的幂次' } },
});
