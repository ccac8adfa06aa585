import { signalLines } from '../read/read.ts';
import { valuesOf } from '../rule/combine.ts';
import { rule } from '../rule/rule.ts';
import { theoryAtStart } from '../shared/at-start.ts';
import { suInit } from '../shared/sources.ts';
import { depth } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const postDilutesIdentity = defineClaim({
  id: 'post-dilutes-identity',
  group: 'note',
  statement: {
    en: "Post-Norm dilutes the identity: after n sublayers the embedding's share of the stream is 2^(−n/2).",
    zh: '后归一化会稀释恒等支路：经过 n 个子层后，嵌入在残差流中的占比为 2^(−n/2)。',
  },
  sources: [suInit],
  published: { en: 'theory, for branches that write as much as the stream brings', zh: '理论推导，假设支路写入量与残差流相当' },
  needs: { start: theoryAtStart },
  read: ({ start }) => ({
    main: signalLines(start, ({ embeddingShare: share }, layers) => Math.log2(Math.abs(share[share.length / 2 - 1] as number)) / layers),
    share: signalLines(start, ({ embeddingShare: share }) => Math.abs(share.at(-1) as number)),
  }),
  rule: rule({
    quantity: {
      en: "log2 of the embedding's share half-way up, per sublayer passed, of Post-Norm at initialisation in the theory's model; the claim says −1/2, and within a half of it either way is taken as that",
      zh: '在理论模型中，初始化时后归一化走到一半深度处嵌入占比的 log2 除以所经过的子层数；结论为 −1/2，偏离不超过一半视为相符',
    },
    unit: { en: 'doublings per sublayer', zh: '每个子层的 log2' },
    effects: valuesOf('post'),
    within: [-0.75, -0.25],
  }),
  figure: {
    kind: 'lines',
    x: depth,
    y: { en: "log2 of the embedding's share half-way up, per sublayer", zh: '一半深度处嵌入占比的 log2（每子层）' },
  },
});
