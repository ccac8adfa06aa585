/** The shortest data that draws each figure. */
import { depthSlope } from '../../../src/chart/depth-slope.ts';
import { forest } from '../../../src/chart/forest.ts';
import { layerProfile } from '../../../src/chart/layer-profile.ts';
import { lineWithBand } from '../../../src/chart/line-with-band.ts';
import { lrCurve } from '../../../src/chart/lr-curve.ts';
import { document } from './document.ts';

export type Sample = (words: { title: string; description: string; label: string }, width?: number) => string;

const axes = { xLabel: 'x', yLabel: 'y' };

export const samples: Readonly<Record<string, Sample>> = {
  'line-with-band': ({ label, ...words }, width = 600) =>
    lineWithBand({
      ...words,
      ...axes,
      document,
      width,
      breakNote: String,
      arms: [{ label, color: 0, band: [0, 1, 2].map((x) => ({ x, mean: 2 - x / 2, low: 1.9 - x / 2, high: 2.1 - x / 2 })), broken: [] }],
      references: [{ y: 1.5, label }],
    }),
  'lr-curve': ({ label, ...words }, width = 600) =>
    lrCurve({
      ...words,
      ...axes,
      document,
      width,
      dashLabels: [label],
      words: { diverged: label, chosen: label },
      lines: [{ label, color: 0, dash: 0, points: [1e-3, 1e-2].map((lr) => ({ lr, loss: 1 + lr, diverged: 1, chosen: true })) }],
    }),
  'layer-profile': ({ label, ...words }, width = 240) =>
    layerProfile({
      ...words,
      ...axes,
      document,
      width,
      yType: 'log',
      panels: [{ heading: label, color: 0, lines: [{ label, color: 0, moment: 'end', values: [1, 2, 3] }] }],
    }).join(''),
  'depth-slope': ({ label, ...words }, width = 600) =>
    depthSlope({
      ...words,
      ...axes,
      document,
      width,
      lines: [
        {
          label,
          color: 0,
          theorySlope: -0.5,
          points: [2, 4, 8].map((depth) => ({ depth, mean: 1 / depth, low: 0.8 / depth, high: 1.2 / depth })),
        },
      ],
    }),
  forest: ({ label, ...words }, width = 600) =>
    forest({
      ...words,
      document,
      width,
      xLabel: 'x',
      sides: { left: label, right: label },
      rows: [{ pair: [label, label], difference: -0.2, low: -0.3, high: -0.1, color: 0, note: label }],
    }),
};
