import { definePlacement, norm } from './types.ts';

/** x <- x + LN(F(LN(x))), with a final norm: every branch writes a vector of unit scale. */
export const sandwich = definePlacement({
  id: 'sandwich',
  title: { en: 'Sandwich-Norm', zh: '三明治归一化' },
  names: ['Sandwich-LN'],
  paper: { text: 'Ding et al. 2021, CogView', url: 'https://arxiv.org/abs/2105.13290' },
  frame: { finalNorm: true },
  plan: () => ({ input: norm, output: norm }),
  about: {
    kind: 'around',
    equation: 'x ← x + LN(F(LN(x)))',
    claim: {
      en: 'Made for half precision in CogView. With tuned learning rates perplexity 11.97 against 12.36 of Pre-Norm at 350M and 10.16 against 10.32 at 1.3B parameters (ProRes 2026). At the start every sublayer adds exactly one unit of energy, whatever its weights (derived).',
      zh: '为 CogView 的半精度训练而设计。调好学习率后，3.5 亿参数困惑度 11.97（前归一化 12.36），13 亿参数 10.16（10.32）（ProRes 2026）。初始时每个子层恰好增加一个单位的能量，与权重无关（推导）。',
    },
    failure: {
      en: "Gradients diverged after about 2,500 steps at 130B parameters in GLM-130B's ablation (secondary). Small embeddings drown under branches of unit scale: multiply them by √d, or put a norm behind them.",
      zh: 'GLM-130B 的消融中，1300 亿参数时梯度在约 2500 步后发散（二手）。嵌入过小会被单位大小的支路淹没：应乘以 √d，或在其后加归一化。',
    },
    limits: [
      { en: 'without the output norm: Pre-Norm (pre)', zh: '去掉输出归一化：前归一化（pre）' },
      { en: 'without the input norm: branch-output norm (branch-out)', zh: '去掉输入归一化：支路输出归一化（branch-out）' },
    ],
    synonyms: [
      { en: 'Sandwich-LN; with a norm behind the embedding it is peri', zh: 'Sandwich-LN；嵌入之后再加一个归一化就是 peri' },
      {
        en: "trap: Gemma 2's post_attention_layernorm is its second norm; CogView's post_attention_layernorm is the third of four, before the feed-forward sublayer",
        zh: '易混：Gemma 2 的 post_attention_layernorm 是第二个归一化；CogView 的 post_attention_layernorm 是四个中的第三个，位于前馈子层之前',
      },
    ],
  },
});
