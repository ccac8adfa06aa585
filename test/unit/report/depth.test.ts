/** Whether a gradient depends on depth, in words: by theory where its line lies within the bars, else by the slope. */
import { expect, it } from 'vitest';
import { depthSentences } from '../../../src/report/rule/depth.ts';
import type { SignalArm, SignalResult } from '../../../src/study/signal-types.ts';

const arm = (id: string, slope: number, bars: readonly [number, number][], theory?: number) =>
  ({
    id,
    slope,
    depths: bars.map(([low, high], at) => ({
      depth: 2 ** (at + 1),
      lastFfnGradNorm: { mean: (low + high) / 2, low, high },
      theory: theory === undefined ? {} : { slope: theory },
    })),
  }) as unknown as SignalArm;

const wide: readonly [number, number][] = [
  [0.8, 1.2],
  [1, 1.4],
  [1.1, 1.5],
];
const narrow: readonly [number, number][] = [
  [0.99, 1.01],
  [1.1, 1.12],
  [1.3, 1.32],
];
const said = (...arms: SignalArm[]) => depthSentences({ arms } as unknown as SignalResult, 'en');

it.each([
  ['does not depend', arm('post', 0.2, wide, 0)],
  ['depends', arm('post', 0.2, narrow, 0)],
  ['depends', arm('pre', -0.5, wide, -0.5)],
  ['depends', arm('mine', 0.2, wide)],
  ['hardly depends', arm('mine', 0.05, wide)],
  ['hardly depends', arm('post', 0.05, narrow, 0)],
])('%s', (words, one) => {
  expect(said(one)).toEqual([expect.stringMatching(`^The gradient of the last FFN ${words} on depth for ${one.id}[.:]`)]);
});

it('every arm is in one sentence', () => {
  const all = said(arm('a', 0.2, wide, 0), arm('b', 0.2, narrow), arm('c', 0.01, narrow));
  expect(all.map((text) => /for (\w)[.:]/.exec(text)?.[1])).toEqual(['a', 'b', 'c']);
});
