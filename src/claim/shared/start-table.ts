/**
 * Starts proposed for Post-Norm or for leaving the norms out, all without warm-up, at a learning rate below that of `starts`, whose
 * results were known when these rules were fixed.
 */
import type { Arm } from '../../study/arm.ts';
import { difference } from '../rule/combine.ts';
import { rule, units } from '../rule/rule.ts';
import type { Claim, Rule } from '../types.ts';
import { admin, deepnorm } from './arms.ts';
import type { Named } from './loss-rule.ts';
import { small, study } from './training.ts';
import { depth, spaced } from './words.ts';

/** About that of Xavier's matrices at this width, where a start names a deviation made for width 1600. */
const std = 0.15;

const started = (id: string, placement: string, init: unknown): Arm => ({ id, model: { placement, init } as Arm['model'] });

export const startTableNeeds = {
  trained: study({
    arms: [
      started('post-xavier', 'post', 'xavier'),
      started('post-small-init', 'post', 'small-init'),
      started('post-ds-init', 'post', 'ds-init'),
      started('post-depth-scaled', 'post', { id: 'depth-scaled', std }),
      started('post-zero-output', 'post', { id: 'zero-output', std }),
      deepnorm,
      admin,
      started('t-fixup', 't-fixup', 't-fixup'),
      started('fixup', 'fixup', 'fixup'),
    ],
    task: { id: 'copy', symbols: 8 },
    model: small,
    steps: 120,
    batchSize: 16,
    evaluation: { finalBatches: 8 },
    lr: [0.003],
    warmup: [0],
    vary: { 'model.nLayers': [4, 8, 16] },
    diagnostics: { every: 0 },
    protocol: { id: 'map', refine: 0 },
    selectSeeds: [2, 3, 4],
  }),
} as const;

/** Whether a start trains where Xavier's matrices do not. */
export const mendsPost = ({ id, name }: Named): Rule =>
  rule({
    quantity: {
      en: `validation loss of ${name.en} minus that of Post-Norm with Xavier on the same seed, both without warm-up, learning rate 0.003, copying 8 symbols`,
      zh: `相同种子上${spaced(name.zh)}的验证损失减去 Xavier 初始化的后归一化，均不预热，学习率 0.003，复制 8 个符号`,
    },
    unit: units.nats,
    effects: difference(id, 'post-xavier'),
    within: [Number.NEGATIVE_INFINITY, -0.1],
  });

export const startTableFigure: Claim['figure'] = {
  kind: 'lines',
  x: depth,
  y: { en: 'validation loss without warm-up, nats', zh: '不预热时的验证损失（nat）' },
  names: {
    'post-xavier': { en: 'Post, Xavier', zh: '后归一化，Xavier' },
    'post-small-init': { en: 'Post, SmallInit', zh: '后归一化，SmallInit' },
    'post-ds-init': { en: 'Post, DS-Init', zh: '后归一化，DS-Init' },
    'post-depth-scaled': { en: 'Post, depth-scaled', zh: '后归一化，按深度缩放' },
    'post-zero-output': { en: 'Post, zero outputs', zh: '后归一化，输出归零' },
  },
};
