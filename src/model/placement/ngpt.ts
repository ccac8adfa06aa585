import { call, learned } from '../scale/build.ts';
import type { Scale } from '../scale/types.ts';
import { definePlacement } from './types.ts';

const unit = { normalizer: 'l2' };
const start = 0.05;

/** A value stored at 1/√d, so that its learning rate fits that of unit vectors, and read as `initial` at the start. */
const rescaled = (name: string, initial: number, dModel: number): Scale =>
  call('mul', initial * Math.sqrt(dModel), learned(name, 1 / Math.sqrt(dModel), { shape: 'feature' }));

/** Everything on the unit sphere: x <- L2(x + |α| ⊙ (L2(F(x)) − x)), and every matrix made of unit vectors after each step. */
export const ngpt = definePlacement({
  id: 'ngpt',
  title: { en: 'nGPT', zh: '超球面归一化 nGPT' },
  names: ['normalized Transformer'],
  paper: { text: 'Loshchilov et al. 2024, nGPT', url: 'https://arxiv.org/abs/2410.01131' },
  noCross: true,
  constants: () => ({ alpha: start }),
  frame: (_options, { dModel }) => ({
    finalNorm: false,
    embeddingNorm: unit,
    logitScale: rescaled('logit_scale', 1, dModel),
    unitWeights: true,
  }),
  plan: ({ dModel, dHead, sublayer }) => {
    const alpha = call('abs', rescaled('alpha', start, dModel));
    const inside = {
      attn: { q: unit, k: unit, qkScale: rescaled('qk_scale', 1, dModel), logitScale: Math.sqrt(dHead) },
      cross: {},
      ffn: { hiddenScale: call('mul', Math.sqrt(dModel), learned('hidden_scale', 1, { shape: 'feature' })) },
    };
    return { ...inside[sublayer], output: unit, exit: unit, branchScale: alpha, streamScale: call('sub', 1, alpha) };
  },
  about: {
    kind: 'scaled',
    equation:
      'attn: x ← L2((1 − abs(0.141421·alpha))·x + abs(0.141421·alpha)·L2(F(x; q, k ← L2; q, k × 2.82843·qk_scale; logits × 2))); ffn: x ← L2((1 − abs(0.141421·alpha))·x + abs(0.141421·alpha)·L2(F(x; hidden × 2.82843·hidden_scale)))',
    claim: {
      en: 'The same accuracy in 4 to 20 times fewer steps, more so at longer contexts (Loshchilov et al. 2024, recalled).',
      zh: '达到同样的准确度所需步数少 4 至 20 倍，上下文越长越明显（Loshchilov 等 2024，凭记忆）。',
    },
    failure: {
      en: 'Steps are counted, not time: every step also brings all matrices back to unit vectors.',
      zh: '节省的是步数而非时间：每步还要把全部矩阵拉回单位向量。',
    },
    differs: {
      en: 'The released code rotates and has no norm behind the embedding, whose rows have length 1 anyway. With positions that are added, the sum of token and position is brought to length 1 here.',
      zh: '公开的代码使用旋转位置，嵌入之后没有归一化，因为嵌入的各行长度本来就是 1。若位置嵌入是相加的，这里会把词元与位置之和投影到长度 1。',
    },
    limits: [
      { en: 'α = 0: the identity', zh: 'α = 0：恒等' },
      { en: 'α = 1: no identity at all, x ← L2(F(x))', zh: 'α = 1：没有恒等支路，x ← L2(F(x))' },
    ],
    synonyms: [
      { en: 'normalized Transformer; sqk, suv, sz in its code', zh: '归一化 Transformer；代码中的 sqk、suv、sz' },
      {
        en: 'trap: needs neither warm-up nor weight decay; its scales are stored divided by √d',
        zh: '易混：不需要预热和权重衰减；其系数除以 √d 后存储',
      },
    ],
  },
});
