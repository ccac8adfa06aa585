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
});
