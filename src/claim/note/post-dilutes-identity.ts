import { signalLines } from '../read/read.ts';
import { valuesOf } from '../rule/combine.ts';
import { rule } from '../rule/rule.ts';
import { theoryAtStart } from '../shared/at-start.ts';
import { suInit } from '../shared/sources.ts';
import { depth } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

/** Deep enough for a rate, and well above the floor of chance: a random cosine over 8192 numbers is about 2^−6.5. */
const blocks = 4;

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
    main: signalLines(start, ({ embeddingShare: share }) => Math.log2(Math.abs(share[blocks - 1] as number)) / (2 * blocks)),
    share: signalLines(start, ({ embeddingShare: share }) => Math.abs(share.at(-1) as number)),
  }),
  rule: rule({
    quantity: {
      en: "log2 of the embedding's share after four blocks, over the eight sublayers passed, of Post-Norm at initialisation in the theory's model; the claim says −1/2, and within a half of it either way is taken as that",
      zh: '在理论模型中，初始化时后归一化第四块之后嵌入占比的 log2 除以所经过的八个子层；结论为 −1/2，偏离不超过一半视为相符',
    },
    unit: { en: 'doublings per sublayer', zh: '每个子层的 log2' },
    effects: valuesOf('post'),
    within: [-0.75, -0.25],
  }),
  earlier: {
    en: 'The first rule took the share half-way up at every depth. At 48 blocks that is 2^−24, far below the cosine that chance gives to 8192 numbers (about 2^−6.5), so that the measured rate fell to −0.14 where there was nothing left to measure: −0.25, −0.32, −0.31 and −0.14 at 6, 12, 24 and 48 blocks, not shown. The rule now reads the share after four blocks at every depth; it was committed before the fresh run.',
    zh: '最初的规则取每种深度一半处的占比。48 层时它是 2^−24，远低于 8192 个数的随机余弦（约 2^−6.5），已无可测之量，测得的速率降到 −0.14：6、12、24、48 层分别为 −0.25、−0.32、−0.31、−0.14，未显示。现在的规则在每种深度都取第四块之后的占比，并在重新运行之前提交。',
  },
  figure: {
    kind: 'lines',
    x: depth,
    y: { en: "log2 of the embedding's share after four blocks, per sublayer", zh: '第四块之后嵌入占比的 log2（每子层）' },
  },
});
