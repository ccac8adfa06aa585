/** Further placements against Pre-Norm, asked of one study. */
import { above, below, lossRule } from '../shared/loss-rule.ts';
import {
  hybrid,
  layerscale,
  morePlacementNeeds,
  morePlacementsFigure,
  normformer,
  residualDual,
  siamese,
} from '../shared/more-placements.ts';
import { readLosses } from '../shared/normalizers.ts';
import { curse, hybridNorm, layerScale, normFormer, resiDual, siameseNorm } from '../shared/sources.ts';
import { pre } from '../shared/words.ts';
import { answeredBy, type Claim } from '../types.ts';

const claim = answeredBy({ group: 'literature', needs: morePlacementNeeds, read: readLosses, figure: morePlacementsFigure });

export const morePlacementClaims: readonly Claim[] = [
  claim({
    id: 'hybrid-beats-pre',
    statement: { en: 'HybridNorm ends better than Pre-Norm.', zh: '混合归一化 HybridNorm 优于前归一化。' },
    sources: [hybridNorm, siameseNorm],
    published: {
      en: '550M: loss 2.74 against 2.75, C4 perplexity 20.00 against 20.30; at 1.3B another paper has it ahead at learning rate 4e-4 and diverged at 1e-3',
      zh: '550M：损失 2.74 对 2.75，C4 困惑度 20.00 对 20.30；另一篇论文 1.3B 时学习率 4e-4 领先、1e-3 发散',
    },
    rule: lossRule(hybrid, { id: 'pre', name: pre }, below),
    only: ['hybrid', 'pre'],
  }),
  claim({
    id: 'siamese-beats-pre',
    statement: { en: 'SiameseNorm ends better than Pre-Norm.', zh: '孪生归一化 SiameseNorm 优于前归一化。' },
    sources: [siameseNorm],
    published: {
      en: '1.3B: perplexity 10.57 against 11.21 at learning rate 4e-4, 10.43 against 10.84 at 1e-3',
      zh: '1.3B：学习率 4e-4 时困惑度 10.57 对 11.21，1e-3 时 10.43 对 10.84',
    },
    rule: lossRule(siamese, { id: 'pre', name: pre }, below),
    only: ['siamese', 'pre'],
  }),
  claim({
    id: 'normformer-beats-pre',
    statement: { en: 'NormFormer ends better than Pre-Norm.', zh: 'NormFormer 优于前归一化。' },
    sources: [normFormer],
    published: {
      en: 'perplexity 20.11 against 21.09 at 125M, 11.94 against 12.21 at 1.3B',
      zh: '125M：困惑度 20.11 对 21.09；1.3B：11.94 对 12.21',
    },
    rule: lossRule(normformer, { id: 'pre', name: pre }, below),
    only: ['normformer', 'pre'],
  }),
  claim({
    id: 'residual-beats-pre',
    statement: { en: 'ResiDual ends better than Pre-Norm.', zh: '双残差 ResiDual 优于前归一化。' },
    sources: [resiDual],
    published: {
      en: 'IWSLT14: 35.63 against 35.12 BLEU at 6-6 layers, 36.09 against 35.18 at 12-12',
      zh: 'IWSLT14：6-6 层 35.63 对 35.12 BLEU，12-12 层 36.09 对 35.18',
    },
    rule: lossRule(residualDual, { id: 'pre', name: pre }, below),
    only: ['residual-dual', 'pre'],
  }),
  claim({
    id: 'layerscale-hurts-text',
    statement: { en: 'LayerScale makes Pre-Norm worse on text.', zh: '文本上 LayerScale 使前归一化变差。' },
    sources: [curse, layerScale],
    published: {
      en: 'perplexity 27.93 against 26.73 at 130M, 23.45 against 21.92 at 250M; deep image models gain by it',
      zh: '130M：困惑度 27.93 对 26.73，250M：23.45 对 21.92；深的图像模型则受益',
    },
    rule: lossRule(layerscale, { id: 'pre', name: pre }, above),
    only: ['layerscale', 'pre'],
  }),
];
