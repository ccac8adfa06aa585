/** What claims about warm-up have in common. */
import type { Localized } from '../../core/message/index.ts';
import type { StudyResult } from '../../study/types.ts';
import { warmupLines } from '../read/warmup.ts';
import { difference } from '../rule/combine.ts';
import { rule, units } from '../rule/rule.ts';
import type { Claim, Numbers, Rule } from '../types.ts';
import { normed, small, study, withoutWarmup } from './training.ts';
import { post, pre, spaced } from './words.ts';

/** The learning rate of the decision; the smaller one is in the evidence beside it. */
const decisive = 0.01;
/** A loss this much higher, of ln 8 = 2.08 in all, is one that people would notice. */
const noticed = 0.1;

export const warmupNeeds = { trained: withoutWarmup } as const;

export const readWarmup = ({ trained }: { readonly trained: StudyResult }): Numbers => ({
  main: warmupLines(trained, decisive),
  slower: warmupLines(trained, 0.003),
});

/** Whether an arm needs a warm-up, or does without. */
export const warmupRule = (id: string, name: Localized, needed: boolean): Rule =>
  rule({
    quantity: {
      en: `validation loss of ${name.en} without warm-up minus that with 30 steps of 100, on the same seed, learning rate ${decisive}, copying 8 symbols`,
      zh: `${spaced(name.zh)}不用预热时的验证损失减去 100 步中预热 30 步时的验证损失（相同种子，学习率 ${decisive}，复制 8 个符号）`,
    },
    unit: units.nats,
    effects: difference(`${id}, 0`, `${id}, 30`),
    within: needed ? [noticed, Number.POSITIVE_INFINITY] : [Number.NEGATIVE_INFINITY, noticed],
  });

const arms: Readonly<Record<string, Localized>> = { post, pre, 'residual-dual': { en: 'ResiDual', zh: '双残差 ResiDual' } };

export const warmupFigure: Claim['figure'] = {
  kind: 'lines',
  x: { en: 'depth, blocks', zh: '深度（块数）' },
  y: { en: 'validation loss at learning rate 0.01, nats', zh: '学习率 0.01 时的验证损失（nat）' },
  names: Object.fromEntries(
    Object.entries(arms).flatMap(([id, name]) => [
      [`${id}, 0`, { en: `${name.en}, no warm-up`, zh: `${name.zh}，不预热` }],
      [`${id}, 30`, { en: `${name.en}, warm-up 30`, zh: `${name.zh}，预热 30 步` }],
    ]),
  ),
};

/** The same with ScaleNorm in every norm. */
export const scaleWarmupNeeds = {
  trained: study({
    arms: [{ ...normed('scale'), id: 'pre-scale' }],
    task: { id: 'copy', symbols: 8 },
    model: small,
    steps: 100,
    batchSize: 16,
    evaluation: { finalBatches: 8 },
    lr: [decisive],
    warmup: [0, 30],
    vary: { 'model.nLayers': [4, 8, 16] },
    diagnostics: { every: 0 },
    protocol: { id: 'map', refine: 0 },
    selectSeeds: [2, 3, 4, 5],
  }),
} as const;

export const readScaleWarmup = ({ trained }: { readonly trained: StudyResult }): Numbers => ({ main: warmupLines(trained, decisive) });

export const scaleWarmupFigure: Claim['figure'] = {
  kind: 'lines',
  x: warmupFigure.x as Localized,
  y: warmupFigure.y,
  names: {
    'pre-scale, 0': { en: 'no warm-up', zh: '不预热' },
    'pre-scale, 30': { en: 'warm-up 30', zh: '预热 30 步' },
  },
};

/** Ten times the steps, a third of them warm-up, at the smaller learning rate. */
const longLr = 0.003;

const long = (arm: string, warmup: readonly number[]) =>
  study({
    arms: [arm],
    task: { id: 'copy', symbols: 8 },
    model: small,
    steps: 1000,
    batchSize: 16,
    evaluation: { finalBatches: 8 },
    lr: [longLr],
    warmup,
    vary: { 'model.nLayers': [4, 8, 16] },
    diagnostics: { every: 0 },
    protocol: { id: 'map', refine: 0 },
    selectSeeds: [2, 3, 4],
  });

export const longWarmupNeeds = { post: long('post', [0, 300]), pre: long('pre', [0]) } as const;

export const readLongWarmup = ({ post, pre }: { readonly [K in keyof typeof longWarmupNeeds]: StudyResult }): Numbers => ({
  main: [...warmupLines(post, longLr), ...warmupLines(pre, longLr)],
});

export const longWarmupFigure: Claim['figure'] = {
  kind: 'lines',
  x: warmupFigure.x as Localized,
  y: { en: 'validation loss at learning rate 0.003, nats', zh: '学习率 0.003 时的验证损失（nat）' },
  names: {
    'post, 0': { en: `${post.en}, no warm-up`, zh: `${post.zh}，不预热` },
    'post, 300': { en: `${post.en}, warm-up 300`, zh: `${post.zh}，预热 300 步` },
    'pre, 0': { en: `${pre.en}, no warm-up`, zh: `${pre.zh}，不预热` },
  },
};
