import { distance } from '../rule/combine.ts';
import { rule, units } from '../rule/rule.ts';
import { embeddingNeeds } from '../shared/more-placements.ts';
import { readLosses } from '../shared/normalizers.ts';
import { curse, gpas, mixLn } from '../shared/sources.ts';
import { depth, loss } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const embeddingStdMovesPre = defineClaim({
  id: 'embedding-std-moves-pre',
  group: 'literature',
  statement: {
    en: 'The size of the embedding at the start moves Pre-Norm by more than LayerNorm Scaling gains over it here.',
    zh: '嵌入的初始大小对前归一化的影响，大于 LNS 在这里对它的优势。',
  },
  sources: [gpas, curse, mixLn],
  published: {
    en: 'repositories start embeddings at 0.632 (GPAS, Mix-LN) and at 0.02 (LNS); Pre-Norm at 350M has perplexity 20.49 in the GPAS paper and 19.58 in that of LNS',
    zh: '代码中嵌入标准差为 0.632（GPAS、Mix-LN）与 0.02（LNS）；350M 的前归一化困惑度在 GPAS 论文中为 20.49，在 LNS 论文中为 19.58',
  },
  needs: embeddingNeeds,
  read: readLosses,
  rule: rule({
    quantity: {
      en: 'distance between the validation losses of Pre-Norm with embeddings of deviation 0.02 and of 0.632 on the same seed, each at its own best learning rate; LayerNorm Scaling gains 0.04 in lns-beats-pre',
      zh: '相同种子上嵌入标准差为 0.02 与 0.632 的前归一化验证损失之差的绝对值，各取自己的最佳学习率；lns-beats-pre 中 LNS 的优势为 0.04',
    },
    unit: units.nats,
    effects: distance('pre, 0.02', 'pre, 0.632'),
    within: [0.04, Number.POSITIVE_INFINITY],
  }),
  figure: {
    kind: 'lines',
    x: depth,
    y: loss,
    names: {
      'pre, 0.02': { en: 'deviation 0.02', zh: '标准差 0.02' },
      'pre, 0.632': { en: 'deviation 0.632', zh: '标准差 0.632' },
    },
  },
});
