/** Width against depth: four shapes that cost what 4 blocks of width 32 cost, as `normlab frontier` finds them (a test holds them to it). */
import type { Arm } from '../../study/arm.ts';
import type { Equality } from '../../study/frontier.ts';
import type { StudyNeed } from '../need/types.ts';
import { sinceFirst } from '../rule/combine.ts';
import { rule, units } from '../rule/rule.ts';
import { above, below } from '../shared/loss-rule.ts';
import { readLosses } from '../shared/normalizers.ts';
import { levine, suPre } from '../shared/sources.ts';
import { study } from '../shared/training.ts';
import { loss } from '../shared/words.ts';
import { type Claim, defineClaim } from '../types.ts';

interface Shape {
  readonly depth: number;
  readonly width: number;
  readonly hidden: number;
}

export const frontierModel = { nHeads: 2, seqLen: 16 } as const;

export const frontierTable: Readonly<Record<Equality, readonly Shape[]>> = {
  parameters: [
    { depth: 2, width: 44, hidden: 181 },
    { depth: 4, width: 32, hidden: 128 },
    { depth: 8, width: 24, hidden: 82 },
    { depth: 16, width: 16, hidden: 67 },
  ],
  compute: [
    { depth: 2, width: 44, hidden: 192 },
    { depth: 4, width: 32, hidden: 128 },
    { depth: 8, width: 24, hidden: 77 },
    { depth: 16, width: 16, hidden: 59 },
  ],
};

const shaped =
  (placement: string) =>
  ({ depth, width, hidden }: Shape): Arm => ({
    id: `${placement} depth=${depth} width=${width}`,
    base: placement,
    varied: { 'model.nLayers': depth },
    fields: { 'model.nLayers': depth, 'model.dModel': width, 'model.dFf': hidden },
    model: { placement } as Arm['model'],
  });

const atEqual = (equality: Equality): StudyNeed =>
  study({
    arms: ['post', 'pre'].flatMap((placement) => frontierTable[equality].map(shaped(placement))),
    task: 'text',
    model: { ...frontierModel, dModel: 32 },
    steps: 120,
    batchSize: 16,
    evaluation: { finalBatches: 24 },
    lr: [0.001, 0.003, 0.01],
    warmup: [30],
    diagnostics: { every: 0 },
    selectSeeds: [1],
    seeds: [2, 3, 4],
  });

export const frontierNeeds = {
  parameters: { trained: atEqual('parameters') },
  compute: { trained: atEqual('compute') },
} as const;

const equalityWords = {
  parameters: { en: 'as many parameters', zh: '参数量相同' },
  compute: { en: 'as much computation per token', zh: '每个 token 的计算量相同' },
} as const;

const figure: Claim['figure'] = {
  kind: 'lines',
  x: { en: 'depth, blocks; the deeper the narrower', zh: '深度（块数）；越深越窄' },
  y: loss,
};

/** What a claim that Pre-Norm does better wide than deep asks at one equality; its id and statement are its own. */
const widthOverDepth = (equality: Equality) =>
  ({
    group: 'plan',
    sources: [suPre, levine],
    published: {
      en: 'an argument that Pre-Norm’s depth is partly width; theory of attention: depth pays up to about log3 of the width',
      zh: '一种论证：前归一化的深度有一部分其实是宽度；注意力的理论：深度约在 log3(宽度) 以内有益',
    },
    needs: frontierNeeds[equality],
    read: readLosses,
    rule: rule({
      quantity: {
        en: `validation loss of Pre-Norm at this depth minus that at 2 blocks of a wider model with ${equalityWords[equality].en}, on the same seed, each at its own best learning rate`,
        zh: `相同种子上前归一化在此深度的验证损失减去${equalityWords[equality].zh}、更宽的 2 层模型的验证损失，各取自己的最佳学习率`,
      },
      unit: units.nats,
      effects: sinceFirst(['pre', 1]),
      within: above,
    }),
    figure,
  }) as const;

/** What a claim that Post-Norm gets more out of depth than Pre-Norm asks at one equality. */
const depthForPost = (equality: Equality) =>
  ({
    group: 'plan',
    sources: [suPre],
    published: {
      en: 'what follows from the argument that Pre-Norm’s depth is partly width; no experiment',
      zh: '由“前归一化的深度有一部分其实是宽度”推出；没有实验',
    },
    needs: frontierNeeds[equality],
    read: readLosses,
    rule: rule({
      quantity: {
        en: `what Post-Norm’s validation loss gains from 2 blocks to this depth, at ${equalityWords[equality].en}, minus what Pre-Norm’s gains, on the same seed, each at its own best learning rate`,
        zh: `${equalityWords[equality].zh}时，从 2 层到此深度后归一化验证损失的变化减去前归一化的变化（相同种子，各取自己的最佳学习率）`,
      },
      unit: units.nats,
      effects: sinceFirst(['post', 1], ['pre', -1]),
      within: below,
    }),
    figure,
  }) as const;

export const frontierClaims: readonly Claim[] = [
  defineClaim({
    ...widthOverDepth('parameters'),
    id: 'pre-width-equal-parameters',
    statement: { en: 'At equal parameters Pre-Norm does better wide than deep.', zh: '参数量相同时，前归一化宽比深好。' },
  }),
  defineClaim({
    ...depthForPost('parameters'),
    id: 'post-depth-equal-parameters',
    statement: {
      en: 'At equal parameters Post-Norm gets more out of depth than Pre-Norm.',
      zh: '参数量相同时，后归一化从深度中得到的多于前归一化。',
    },
  }),
  defineClaim({
    ...widthOverDepth('compute'),
    id: 'pre-width-equal-compute',
    statement: { en: 'At equal computation Pre-Norm does better wide than deep.', zh: '计算量相同时，前归一化宽比深好。' },
  }),
  defineClaim({
    ...depthForPost('compute'),
    id: 'post-depth-equal-compute',
    statement: {
      en: 'At equal computation Post-Norm gets more out of depth than Pre-Norm.',
      zh: '计算量相同时，后归一化从深度中得到的多于前归一化。',
    },
  }),
];
