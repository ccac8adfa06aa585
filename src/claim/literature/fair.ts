/** Placements on text, each at its own best learning rate, all with a quarter of the steps as warm-up, as Post-Norm wants it. */
import type { Localized } from '../../core/message/index.ts';
import type { Arm } from '../../study/arm.ts';
import { rule, units } from '../rule/rule.ts';
import { admin, deepnorm } from '../shared/arms.ts';
import { below, lossRule, type Named } from '../shared/loss-rule.ts';
import { readLosses } from '../shared/normalizers.ts';
import { agreement } from '../shared/order.ts';
import { curse, deepNet, liu, proRes } from '../shared/sources.ts';
import { small, study } from '../shared/training.ts';
import { depth, loss, post, pre } from '../shared/words.ts';
import { answeredBy, type Claim } from '../types.ts';

/** Every block writes all of its branch by the 48th step of 140 at the latest. */
const prores = (base: string): Arm => ({ id: `prores-${base}`, model: { placement: { id: 'prores', base, rampSteps: 4 } } });

const fairNeeds = {
  trained: study({
    arms: ['post', 'pre', 'sandwich', deepnorm, 'lns', admin, prores('pre'), prores('post')],
    task: 'text',
    model: small,
    steps: 140,
    batchSize: 16,
    evaluation: { finalBatches: 24 },
    lr: [0.001, 0.003, 0.01],
    warmup: [35],
    vary: { 'model.nLayers': [3, 6, 12] },
    diagnostics: { every: 0 },
    selectSeeds: [1],
    seeds: [2, 3, 4],
  }),
} as const;

const named = (id: string, en: string, zh: string): Named => ({ id, name: { en, zh } });

const proresPre = named('prores-pre', 'Pre-Norm with progressive residual warm-up', '用渐进残差预热的前归一化');
const proresPost = named('prores-post', 'Post-Norm with progressive residual warm-up', '用渐进残差预热的后归一化');
const adminNamed = named('admin', 'Admin', '自适应初始化 Admin');
const deepnormNamed = named('deepnorm', 'DeepNorm', 'DeepNorm');

const fairFigure: Claim['figure'] = {
  kind: 'lines',
  x: depth,
  y: loss,
  names: {
    'prores-pre': { en: 'ProRes on Pre', zh: 'ProRes（前）' },
    'prores-post': { en: 'ProRes on Post', zh: 'ProRes（后）' },
  } satisfies Readonly<Record<string, Localized>>,
};

/** From best to worst. */
const order = ['lns', 'sandwich', 'deepnorm', 'pre', 'post'];

const claim = answeredBy({ group: 'literature', needs: fairNeeds, read: readLosses, figure: fairFigure });

export const fairClaims: readonly Claim[] = [
  claim({
    id: 'admin-trains-deep',
    statement: {
      en: 'Admin trains at depths where Post-Norm fails, even with warm-up.',
      zh: 'Admin 在后归一化即使预热也失败的深度上仍能训练。',
    },
    sources: [liu],
    published: {
      en: 'WMT14 En-De at 12 and 18 layers: Post fails, Admin 28.58 and 29.03 BLEU; 8000 steps of warm-up',
      zh: 'WMT14 英德 12、18 层：后归一化失败，Admin 28.58、29.03 BLEU；预热 8000 步',
    },
    rule: lossRule(adminNamed, { id: 'post', name: post }, [Number.NEGATIVE_INFINITY, -0.1]),
    only: ['admin', 'post'],
  }),
  claim({
    id: 'admin-beats-pre',
    statement: { en: 'Admin ends better than Pre-Norm.', zh: 'Admin 优于前归一化。' },
    sources: [liu, curse],
    published: {
      en: 'WMT14 En-De: 27.90, 28.58, 29.03 against 27.27, 28.26, 28.38 BLEU at 6, 12, 18 layers; a 130M language model: perplexity 27.91 against 26.73',
      zh: 'WMT14 英德 6、12、18 层：27.90、28.58、29.03 对 27.27、28.26、28.38 BLEU；130M 语言模型：困惑度 27.91 对 26.73',
    },
    rule: lossRule(adminNamed, { id: 'pre', name: pre }, below),
    only: ['admin', 'pre'],
  }),
  claim({
    id: 'deepnorm-beats-pre',
    statement: { en: 'DeepNorm ends better than Pre-Norm.', zh: 'DeepNorm 的最终效果优于前归一化。' },
    sources: [deepNet, proRes],
    published: {
      en: 'language models tuned alike: perplexity 14.57 against 14.67 at 130M, 12.38 against 12.36 at 350M, 10.32 both at 1.3B; made for translation with up to 1000 layers',
      zh: '同等调参的语言模型：130M 困惑度 14.57 对 14.67，350M 12.38 对 12.36，1.3B 均为 10.32；为多至 1000 层的翻译模型而设',
    },
    rule: lossRule(deepnormNamed, { id: 'pre', name: pre }, below),
    only: ['deepnorm', 'pre'],
  }),
  claim({
    id: 'prores-helps-pre',
    statement: { en: 'Progressive residual warm-up makes Pre-Norm end better.', zh: '渐进残差预热使前归一化最终更好。' },
    sources: [proRes],
    published: {
      en: 'perplexity 14.30, 11.74, 9.86 against 14.67, 12.36, 10.32 at 130M, 350M, 1.3B',
      zh: '130M、350M、1.3B：困惑度 14.30、11.74、9.86 对 14.67、12.36、10.32',
    },
    rule: lossRule(proresPre, { id: 'pre', name: pre }, below),
    only: ['prores-pre', 'pre'],
  }),
  claim({
    id: 'prores-helps-post',
    statement: { en: 'Progressive residual warm-up makes Post-Norm end better.', zh: '渐进残差预热使后归一化最终更好。' },
    sources: [proRes],
    published: {
      en: 'perplexity 14.72, 11.92, 10.53 against 14.84, 12.74, 11.62 at 130M, 350M, 1.3B',
      zh: '130M、350M、1.3B：困惑度 14.72、11.92、10.53 对 14.84、12.74、11.62',
    },
    rule: lossRule(proresPost, { id: 'post', name: post }, below),
    only: ['prores-post', 'post'],
  }),
  claim({
    id: 'prores-ranking',
    statement: {
      en: 'Tuned alike, language models rank LayerNorm Scaling before Sandwich, DeepNorm, Pre and Post.',
      zh: '同等调参时，语言模型的优劣次序为 LNS、三明治、DeepNorm、前归一化、后归一化。',
    },
    sources: [proRes],
    published: {
      en: 'perplexity 14.45, 14.55, 14.57, 14.67, 14.84 at 130M and 50B tokens; at 350M Pre (12.36) is before DeepNorm (12.38), at 1.3B they are level (10.32)',
      zh: '130M、500 亿 token：困惑度 14.45、14.55、14.57、14.67、14.84；350M 时前归一化（12.36）在 DeepNorm（12.38）之前，1.3B 时两者相同（10.32）',
    },
    rule: rule({
      quantity: {
        en: 'Kendall’s tau between the published order and the validation losses of the five arms, each at its own best learning rate, for each seed',
        zh: '已发表的次序与五个方案验证损失（各取自己的最佳学习率）之间的 Kendall tau，逐种子计算',
      },
      unit: units.none,
      effects: agreement(order),
      within: [0, Number.POSITIVE_INFINITY],
    }),
    only: ['lns', 'sandwich', 'deepnorm', 'pre', 'post'],
  }),
];
