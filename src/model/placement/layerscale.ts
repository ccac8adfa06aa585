import { number } from '../../core/options.ts';
import { learned } from '../scale/build.ts';
import { definePlacement, norm } from './types.ts';

/** x <- x + γ ⊙ F(LN(x)), γ learned, initially small. */
export const layerscale = definePlacement({
  id: 'layerscale',
  title: { en: 'LayerScale', zh: '层缩放 LayerScale' },
  paper: { text: 'Touvron et al. 2021, Going deeper with Image Transformers (CaiT)', url: 'https://arxiv.org/abs/2103.17239' },
  options: {
    initial: number(0.1, {
      en: 'what γ starts at: in the paper 0.1 up to depth 18, 1e-5 at 24, 1e-6 beyond',
      zh: 'γ 的初值：论文中 18 块以内取 0.1，24 块取 1e-5，更深取 1e-6',
    }),
  },
  frame: { finalNorm: true },
  plan: (_place, { initial }) => ({ input: norm, branchScale: learned('gamma', initial, { shape: 'feature' }) }),
  about: {
    kind: 'scaled',
    equation: 'x ← x + gamma·F(LN(x))',
    claim: {
      en: 'Made image Transformers of 24 blocks and more trainable, with γ starting at 0.1 to 1e-6 by depth (Touvron et al. 2021, recalled).',
      zh: '使 24 块以上的图像 Transformer 可训练，γ 的初值按深度取 0.1 至 1e-6（Touvron 等 2021，凭记忆）。',
    },
    failure: {
      en: 'Hurts language models: perplexity 27.93 against 26.73 at 130M and 23.45 against 21.92 at 250M parameters (Sun et al. 2025).',
      zh: '对语言模型有害：困惑度 1.3 亿参数 27.93（前归一化 26.73），2.5 亿参数 23.45（21.92）（Sun 等 2025）。',
    },
    limits: [{ en: 'γ = 1: Pre-Norm (pre)', zh: 'γ = 1：前归一化（pre）' }],
    synonyms: [
      {
        en: 'gamma_1, gamma_2 in CaiT; lambda_1, lambda_2 in BEiT; layer_scale1.lambda1 in DINOv2',
        zh: 'CaiT 中的 gamma_1、gamma_2；BEiT 中的 lambda_1、lambda_2；DINOv2 中的 layer_scale1.lambda1',
      },
      {
        en: "trap: the released code has 1e-5 for some models where the paper's rule has 1e-6",
        zh: '易混：按论文规则应为 1e-6 的个别模型，公开代码用的是 1e-5',
      },
    ],
  },
});
