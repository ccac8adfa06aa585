/** The shortest data that draws each figure. */
import { depthSlope } from '../../../src/chart/depth-slope.ts';
import { forest } from '../../../src/chart/forest.ts';
import { layerProfile } from '../../../src/chart/layer-profile.ts';
import { legendFigure } from '../../../src/chart/legend.ts';
import { lineWithBand } from '../../../src/chart/line-with-band.ts';
import { lineWithInterval } from '../../../src/chart/line-with-interval.ts';
import { lrCurve } from '../../../src/chart/lr-curve.ts';
import { type MapPanel, stabilityLegend, stabilityMap } from '../../../src/chart/stability-map.ts';
import { survivalCurve } from '../../../src/chart/survival-curve.ts';
import { document } from './document.ts';

export type Sample = (words: { title: string; description: string; label: string }, width?: number) => string;

const axes = { xLabel: 'x', yLabel: 'y' };

/** Every kind of cell. */
const mapPanel = (heading: string, label: string): MapPanel => ({
  heading,
  color: 0,
  rows: [
    {
      label,
      cells: [
        { lr: 1e-3, loss: 2, diverged: 0, told: 3, planned: 3 },
        { lr: 2e-3, loss: 2.5, diverged: 0, told: 2, planned: 3 },
        { lr: 3e-3, loss: 2.4, diverged: 1, told: 3, planned: 3 },
        { lr: 1e-2, loss: null, diverged: 3, told: 3, planned: 3 },
        { lr: 3e-2, loss: null, diverged: 0, told: 0, planned: 3 },
      ],
    },
  ],
});

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
  'survival-curve': ({ label, ...words }, width = 600) =>
    survivalCurve({
      ...words,
      ...axes,
      document,
      width,
      lines: [
        {
          label,
          color: 0,
          points: [
            { step: 0, survival: 1, diverged: 0, censored: 0 },
            { step: 40, survival: 0.8, diverged: 1, censored: 0 },
            { step: 100, survival: 0.8, diverged: 0, censored: 4 },
          ],
        },
      ],
    }),
  'line-with-interval': ({ label, ...words }, width = 600) =>
    lineWithInterval({
      ...words,
      ...axes,
      document,
      width,
      lines: [{ label, color: 0, points: [2, 4].map((x) => ({ x, mean: 1 / x, low: 0.9 / x, high: 1.1 / x, partial: x === 4 })) }],
    }),
  'stability-map': ({ label, ...words }, width = 410) =>
    stabilityMap({ ...words, document, width, panels: [mapPanel(label, label)], xLabel: 'x', rowLabel: label }).join(''),
  'stability-legend': ({ label, ...words }, width = 600) =>
    `${legendFigure(stabilityLegend([mapPanel(label, label)], { loss: () => label, some: label, all: label, missing: label }), {
      ...words,
      document,
      width,
    })}`,
};
