/**
 * Starts proposed for Post-Norm or for leaving the norms out, all without warm-up, at a learning rate below that of `starts`, whose
 * results were known when these rules were fixed.
 */
import type { Arm } from '../../study/arm.ts';
import { difference } from '../rule/combine.ts';
import { rule, units } from '../rule/rule.ts';
import { admin, deepnorm } from '../shared/arms.ts';
import type { Named } from '../shared/loss-rule.ts';
import { deepNet, dsInit, fixup, gpt2, liu, nguyen, tFixup, zeroStart } from '../shared/sources.ts';
import { readStarts } from '../shared/starts.ts';
import { small, study } from '../shared/training.ts';
import { depth, spaced } from '../shared/words.ts';
import { answeredBy, type Claim, type Rule } from '../types.ts';

/** About that of Xavier's matrices at this width, where a start names a deviation made for width 1600. */
const std = 0.15;

const started = (id: string, placement: string, init: unknown): Arm => ({ id, model: { placement, init } as Arm['model'] });

const startTableNeeds = {
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
const mendsPost = ({ id, name }: Named): Rule =>
  rule({
    quantity: {
      en: `validation loss of ${name.en} minus that of Post-Norm with Xavier on the same seed, both without warm-up, learning rate 0.003, copying 8 symbols`,
      zh: `相同种子上${spaced(name.zh)}的验证损失减去 Xavier 初始化的后归一化，均不预热，学习率 0.003，复制 8 个符号`,
    },
    unit: units.nats,
    effects: difference(id, 'post-xavier'),
    within: [Number.NEGATIVE_INFINITY, -0.1],
  });

const startTableFigure: Claim['figure'] = {
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

const claim = answeredBy({ group: 'plan', needs: startTableNeeds, read: readStarts, figure: startTableFigure });

export const startClaims: readonly Claim[] = [
  claim({
    id: 'start-small-init',
    statement: {
      en: 'SmallInit trains without warm-up where Post-Norm with Xavier does not.',
      zh: 'SmallInit 不用预热即可训练，而 Xavier 初始化的后归一化不能。',
    },
    sources: [nguyen],
    published: {
      en: 'en-vi, 6 layers: Post fails with Xavier after 4k and 8k steps of warm-up and gives 28.17 BLEU with SmallInit; without warm-up, 4 layers: 18.31, 5 and 6: fail',
      zh: '英-越，6 层：Xavier 的后归一化预热 4k、8k 步均失败，SmallInit 为 28.17 BLEU；不预热时 4 层 18.31，5、6 层失败',
    },
    rule: mendsPost({ id: 'post-small-init', name: { en: 'Post-Norm with SmallInit', zh: 'SmallInit 的后归一化' } }),
    only: ['post-small-init', 'post-xavier'],
  }),
  claim({
    id: 'start-ds-init',
    statement: {
      en: 'DS-Init trains without warm-up where Post-Norm with Xavier does not.',
      zh: '深度缩放初始化 DS-Init 不用预热即可训练，而 Xavier 初始化的后归一化不能。',
    },
    sources: [dsInit, deepNet],
    published: {
      en: 'translation with 12 layers: 1.1 BLEU above the base model on average, with merged attention',
      zh: '12 层翻译模型：平均比基础模型高 1.1 BLEU，配合合并注意力',
    },
    rule: mendsPost({ id: 'post-ds-init', name: { en: 'Post-Norm with DS-Init', zh: 'DS-Init 的后归一化' } }),
    only: ['post-ds-init', 'post-xavier'],
  }),
  claim({
    id: 'start-depth-scaled',
    statement: {
      en: 'GPT-2’s scaled initialisation lets Post-Norm train without warm-up where Xavier does not.',
      zh: 'GPT-2 的缩放初始化不用预热即可训练，而 Xavier 初始化的后归一化不能。',
    },
    sources: [gpt2],
    published: { en: 'made for Pre-Norm, 12 to 48 layers; used here on Post-Norm', zh: '为前归一化而设，12 到 48 层；这里用于后归一化' },
    rule: mendsPost({ id: 'post-depth-scaled', name: { en: 'Post-Norm with depth-scaled matrices', zh: '按深度缩放矩阵的后归一化' } }),
    only: ['post-depth-scaled', 'post-xavier'],
  }),
  claim({
    id: 'start-zero-output',
    statement: {
      en: 'Branches that begin at zero train without warm-up where Post-Norm with Xavier does not.',
      zh: '支路从零开始不用预热即可训练，而 Xavier 初始化的后归一化不能。',
    },
    sources: [zeroStart, fixup],
    published: { en: 'residual networks for images', zh: '图像残差网络' },
    rule: mendsPost({ id: 'post-zero-output', name: { en: 'Post-Norm whose branches begin at zero', zh: '支路从零开始的后归一化' } }),
    only: ['post-zero-output', 'post-xavier'],
  }),
  claim({
    id: 'start-deepnorm',
    statement: {
      en: 'DeepNorm trains without warm-up where Post-Norm with Xavier does not.',
      zh: 'DeepNorm 不用预热即可训练，而 Xavier 初始化的后归一化不能。',
    },
    sources: [deepNet],
    published: {
      en: 'WMT17 En-De: 27.8, 28.8, 29.0 and 28.9 BLEU at 6, 18, 50 and 100 layers',
      zh: 'WMT17 英德：6、18、50、100 层为 27.8、28.8、29.0、28.9 BLEU',
    },
    rule: mendsPost({ id: 'deepnorm', name: { en: 'DeepNorm with its own initialisation', zh: '用自身初始化的 DeepNorm' } }),
    only: ['deepnorm', 'post-xavier'],
  }),
  claim({
    id: 'start-admin',
    statement: {
      en: 'Admin trains without warm-up where Post-Norm with Xavier does not.',
      zh: '自适应初始化 Admin 不用预热即可训练，而 Xavier 初始化的后归一化不能。',
    },
    sources: [liu],
    published: {
      en: 'WMT14 En-De: 27.90, 28.58 and 29.03 BLEU at 6, 12 and 18 layers, with warm-up; Post-Norm fails from 12',
      zh: 'WMT14 英德：6、12、18 层为 27.90、28.58、29.03 BLEU，有预热；后归一化自 12 层起失败',
    },
    rule: mendsPost({ id: 'admin', name: { en: 'Admin with its profiled start', zh: '用实测初始化的 Admin' } }),
    only: ['admin', 'post-xavier'],
  }),
  claim({
    id: 'start-t-fixup',
    statement: {
      en: 'T-Fixup trains without warm-up where Post-Norm with Xavier does not.',
      zh: 'T-Fixup 不用预热即可训练，而 Xavier 初始化的后归一化不能。',
    },
    sources: [tFixup],
    published: { en: 'WMT17 and IWSLT14 translation without warm-up and without norms', zh: 'WMT17 与 IWSLT14 翻译，不预热、无归一化' },
    rule: mendsPost({ id: 't-fixup', name: { en: 'T-Fixup, which has no norms', zh: '没有归一化的 T-Fixup' } }),
    only: ['t-fixup', 'post-xavier'],
  }),
  claim({
    id: 'start-fixup',
    statement: {
      en: 'Fixup trains without warm-up where Post-Norm with Xavier does not.',
      zh: 'Fixup 不用预热即可训练，而 Xavier 初始化的后归一化不能。',
    },
    sources: [fixup],
    published: { en: 'residual networks of up to 10 000 layers; translation at 6 layers', zh: '多至一万层的残差网络；6 层翻译模型' },
    rule: mendsPost({ id: 'fixup', name: { en: 'Fixup, which has no norms', zh: '没有归一化的 Fixup' } }),
    only: ['fixup', 'post-xavier'],
  }),
];
