/** Width against depth: four shapes that cost what 4 blocks of width 32 cost, as `normlab frontier` finds them (a test holds them to it). */
import type { Arm } from '../../study/arm.ts';
import type { Equality } from '../../study/frontier.ts';
import type { StudyNeed } from '../need/types.ts';
import type { Claim } from '../types.ts';
import { study } from './training.ts';
import { loss } from './words.ts';

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

export const equalityWords = {
  parameters: { en: 'as many parameters', zh: '参数量相同' },
  compute: { en: 'as much computation per token', zh: '每个 token 的计算量相同' },
} as const;

export const frontierFigure: Claim['figure'] = {
  kind: 'lines',
  x: { en: 'depth, blocks; the deeper the narrower', zh: '深度（块数）；越深越窄' },
  y: loss,
};
