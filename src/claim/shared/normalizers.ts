/** What claims about normalizers have in common. */
import type { Localized } from '../../core/message/index.ts';
import type { StudyResult } from '../../study/types.ts';
import { studyLines } from '../read/read.ts';
import { finalLoss } from '../read/run.ts';
import { difference } from '../rule/combine.ts';
import { rule, units } from '../rule/rule.ts';
import type { Claim, Numbers, Rule } from '../types.ts';
import { depth, loss, spaced } from './words.ts';

export const readLosses = ({ trained }: { readonly trained: StudyResult }): Numbers => ({ main: studyLines(trained, { pick: finalLoss }) });

interface Against {
  readonly id: string;
  readonly name: Localized;
  readonly task: Localized;
  readonly within: readonly [number, number];
}

/** A normalizer against LayerNorm in the same Pre-Norm model. */
export const againstLayer = ({ id, name, task, within }: Against): Rule =>
  rule({
    quantity: {
      en: `validation loss with ${name.en} minus that with LayerNorm in the same Pre-Norm model on the same seed, each at its own best learning rate, on ${task.en}`,
      zh: `${task.zh}任务，同一前归一化模型、相同种子：用${spaced(name.zh)}的验证损失减去用层归一化的验证损失，各取自己的最佳学习率`,
    },
    unit: units.nats,
    effects: difference(id, 'layer'),
    within,
  });

export const normalizerFigure: Claim['figure'] = {
  kind: 'lines',
  x: depth,
  y: loss,
  names: {
    layer: { en: 'LayerNorm', zh: '层归一化' },
    rms: { en: 'RMSNorm', zh: 'RMS 归一化' },
    batch: { en: 'BatchNorm', zh: '批归一化' },
    dyt: { en: 'DyT', zh: '动态双曲正切 DyT' },
  },
};

export const text: Localized = { en: 'text', zh: '文本' };
export const images: Localized = { en: 'images', zh: '图像' };
