import { definePlacement, norm } from './types.ts';

/** x <- LN(x + F(x)): the original Transformer. The stream leaves every sublayer normalized, so no final norm. */
export const post = definePlacement({
  id: 'post',
  title: { en: 'Post-Norm', zh: '后归一化' },
  names: ['Post-LN'],
  paper: { text: 'Vaswani et al. 2017, Attention Is All You Need', url: 'https://arxiv.org/abs/1706.03762' },
  frame: { finalNorm: false },
  plan: () => ({ exit: norm }),
  about: {
    kind: 'around',
    equation: 'x ← LN(x + F(x))',
    claim: {
      en: 'The original Transformer. Better final quality when it trains: 27.80 BLEU against 27.27 of Pre-Norm on WMT14 En-De with 6 layers (Liu et al. 2020, secondary).',
      zh: '最初的 Transformer。能训练起来时最终质量更好：WMT14 英德 6 层 27.80 BLEU，前归一化为 27.27（Liu 等 2020，二手）。',
    },
    failure: {
      en: 'Needs warm-up: 8.45 BLEU without it and about 34 with it on IWSLT14 De-En (Xiong et al. 2020). From 12 to 24 blocks on it often fails at usual settings, because the share of the embedding halves with every block. No law: with a tuned rate and a tenth of the steps as warm-up it reached perplexity 12.74 at 350M and 11.62 at 1.3B parameters (ProRes 2026).',
      zh: '需要预热：IWSLT14 德英不预热只有 8.45 BLEU，预热后约 34（Xiong 等 2020）。嵌入所占的份额每过一块减半，因此在常用设置下 12 至 24 块起往往训练失败。但这不是定律：调好学习率并用十分之一的步数预热，3.5 亿和 13 亿参数的困惑度可达 12.74 和 11.62（ProRes 2026）。',
    },
    limits: [
      { en: 'DeepNorm (deepnorm) with α = 1 and β = 1', zh: 'α = 1、β = 1 的 DeepNorm（deepnorm）' },
      { en: 'Admin (admin) with ω = 1', zh: 'ω = 1 的 Admin（admin）' },
      { en: 'Keel (keel) with α = 1 and no inner norm', zh: 'α = 1 且去掉内层归一化的 Keel（keel）' },
      {
        en: 'the GLM form (glm) with α = 1, but for one norm on the embedding and one at the end',
        zh: 'α = 1 的 GLM 形式（glm），只差嵌入处和末端各一个归一化',
      },
      { en: 'BranchNorm (branchnorm) after its ramp', zh: '渐增阶段结束后的 BranchNorm（branchnorm）' },
    ],
    synonyms: [
      { en: 'Post-LN', zh: 'Post-LN' },
      {
        en: 'trap: x + LN(F(x)) of Swin V2 and OLMo 2 is called post-norm too; here it is branch-out',
        zh: '易混：Swin V2 和 OLMo 2 的 x + LN(F(x)) 也叫 post-norm，这里是 branch-out',
      },
      {
        en: "trap: Gemma 2's post_attention_layernorm is the second norm of a sandwich, Llama's is the Pre-Norm of the feed-forward sublayer",
        zh: '易混：Gemma 2 的 post_attention_layernorm 是三明治的第二个归一化，Llama 的则是前馈子层的前归一化',
      },
    ],
  },
});
