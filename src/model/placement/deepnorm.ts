import type { Place } from '../types.ts';
import { definePlacement, norm } from './types.ts';

/** Of a stack alone (2N)^(1/4); with two stacks the encoder's 0.81·(N⁴M)^(1/16) and the decoder's (3M)^(1/4). */
function alpha({ stack, depth, encoderDepth: n, decoderDepth: m }: Place): number {
  if (n === 0 || m === 0) return (2 * depth) ** 0.25;
  return stack === 'encoder' ? 0.81 * (n ** 4 * m) ** (1 / 16) : (3 * m) ** 0.25;
}

/** x <- LN(α x + F(x)), α growing with depth; made for the initialisation `deepnet`. */
export const deepnorm = definePlacement({
  id: 'deepnorm',
  title: { en: 'DeepNorm', zh: '深度归一化 DeepNorm' },
  names: ['DeepNet'],
  paper: { text: 'Wang et al. 2022, DeepNet: Scaling Transformers to 1,000 Layers', url: 'https://arxiv.org/abs/2203.00555' },
  init: 'deepnet',
  constants: (place) => ({ alpha: alpha(place) }),
  frame: { finalNorm: false },
  plan: (place) => ({ exit: norm, streamScale: alpha(place) }),
  about: {
    kind: 'scaled',
    equation: 'x ← LN(1.41421·x + F(x))',
    claim: {
      en: 'The update of the model stays bounded whatever the depth: 1,000 layers, 2,500 sublayers, were trained (Wang et al. 2022). Mean OPUS-100 BLEU 24.5 with 12 layers, 32.1 with 1,000 (secondary).',
      zh: '无论多深，模型的更新量有界：训练了 1000 层（2500 个子层）（Wang 等 2022）。OPUS-100 平均 BLEU：12 层 24.5，1000 层 32.1（二手）。',
    },
    failure: {
      en: 'Tolerates hardly more learning rate than Post-Norm: 3.5e-4 against 3.0e-4 at 64 blocks (Keel 2026). The tables of Mix-LN and LNS say nothing about it if they come from the released code, which has β = (8N)^(+1/4) and α = 2.828 at every depth; tuned it reached 12.38 against 12.36 of Pre-Norm at 350M (ProRes 2026).',
      zh: '可承受的学习率只比后归一化略大：64 块时 3.5e-4 对 3.0e-4（Keel 2026）。Mix-LN 与 LNS 论文的对照若出自其公开代码则不能说明问题，因为代码取 β = (8N)^(+1/4)，且任何深度都用 α = 2.828；调好后 3.5 亿参数困惑度 12.38，前归一化 12.36（ProRes 2026）。',
    },
    limits: [{ en: 'α = 1 and β = 1: Post-Norm (post)', zh: 'α = 1、β = 1：后归一化（post）' }],
    synonyms: [
      { en: 'DeepNet is the model, with the initialisation deepnet', zh: 'DeepNet 是模型名，配初始化 deepnet' },
      {
        en: "trap: GLM-130B's α = √(2N) stands on the normed stream; here that is glm",
        zh: '易混：GLM-130B 的 α = √(2N) 乘在归一化之后的残差流上，这里是 glm',
      },
      { en: "trap: Keel's paper quotes α = L^0.25, without the 2", zh: '易混：Keel 论文引作 α = L^0.25，漏了 2' },
    ],
  },
});
