/** 各归一化方法的主张与陷阱；公式中有文字的另给中文公式。 */
import type { normalizersEn } from './normalizers.en.ts';
import type { AboutNormalizer } from './types.ts';

interface InChinese extends AboutNormalizer {
  /** 公式含英文说明时的中文写法。 */
  readonly equation?: string;
}

export const normalizersZh: Readonly<Record<keyof typeof normalizersEn, InChinese>> = {
  layer: {
    claim: '不用批统计量就能训练循环网络和 Transformer（Ba 等 2016）。',
    traps: 'ε 在 PyTorch 和 GPT-2 中是 1e-5，在 BERT 中是 1e-12。嵌入标准差为 0.02 时，ε = 1e-5 已使输出缩小 1.2%（推导）。',
    equation: 'y = (x − μ) / √(σ² + ε) · γ + β；μ、σ² 取自一个词元的全部特征，σ² 为有偏方差',
  },
  'layer-no-bias': {
    claim: '偏置没有用处，甚至导致过拟合（Xu 等 2019，凭记忆）；Cohere、MPT、ModernBERT、DBRX 都不用。',
    traps: '检查点中每个归一化只有一个张量，与 RMSNorm 一样。',
  },
  'layer-1p': {
    claim: '权重衰减把增益拉向 1 而不是 0（Megatron-LM、Nemotron）。',
    traps: '存储的是增益减 1：直接看权重像是全零。',
    equation: 'y = (x − μ) / √(σ² + ε) · (1 + w) + β，w 初值为 0',
  },
  'layer-plain': {
    claim: 'OLMo 1 的归一化没有任何参数。',
    traps: '检查点中没有它的张量，从名字看不出它的存在。',
  },
  rms: {
    claim: '效果与 LayerNorm 相当，每步用时少 7% 至 64%（Zhang & Sennrich 2019，凭记忆）；自 Llama 起成为语言模型的常用归一化。',
    traps: '保留特征的均值，因此对平移敏感。ε 因模型而异，为 1e-6 或 1e-5。',
    equation: 'y = x / √(mean(x²) + ε) · γ；均值取自一个词元的全部特征',
  },
  'rms-original': {
    claim: '论文自带代码的写法。',
    traps: 'ε = 1e-8 在根号之外；多数库写在根号之内。',
  },
  'rms-1p': {
    claim: 'Gemma 与 Qwen3-Next 的归一化：权重衰减把增益拉向 1。',
    traps: '存储的是增益减 1：直接看权重像是全零。',
    equation: 'y = x / √(mean(x²) + ε) · (1 + w)，w 初值为 0',
  },
  'rms-plain': {
    claim: '没有权重：在一份 1600 万参数、五分钟训练的记录中为每字节 1.402 比特，带权重的为 1.433（二手）。',
    traps: '检查点中没有它的张量。',
  },
  prms: {
    claim: '只用前 6.25% 的特征计算统计量就够了（Zhang & Sennrich 2019）。',
    traps: '看的总是同样那些特征，其余特征的大小不受约束。',
    equation: 'y = x / (√mean(x₁²…x_k²) + ε) · γ；k 为一个词元最前一部分特征的个数',
  },
  scale: {
    claim: '比 LayerNorm 快约 5%；与 FixNorm 合用时在五个低资源翻译方向上更好（Nguyen & Salazar 2019）。',
    traps: '全部特征共用一个增益；ε 是长度的下限，而不是加数。',
    equation: 'y = g · x / max(‖x‖, ε)；g 是一个数，初值 √d',
  },
  l2: {
    claim: '使点积成为余弦，注意力 logits 因此有界（Henry 等 2020；Swin V2；nGPT）。',
    traps: '输出长度为 1，而不是均方根为 1：比 RMSNorm 小 √d 倍，其后需要一个系数。',
  },
  batch: {
    claim: '深度网络的第一种归一化，用于图像（Ioffe & Szegedy 2015）。',
    traps: '统计量含有后面的词元和其他序列：解码器会看到未来。评估时用滑动平均。',
    equation: 'y = (x − μ) / √(σ² + ε) · γ + β；μ、σ² 取自一个特征在整批词元上的值；评估时用滑动平均',
  },
  power: {
    claim: 'IWSLT14 德英 35.87 BLEU，LayerNorm 约 35.3（Shen 等 2020，代码说明，二手）。',
    traps: '与 BatchNorm 一样混合词元；反向传播有意用近似，并不是导数。',
    equation: 'y = x̂ / √(ψ + ε) · γ + β；ψ 是一个特征的 x̂² 在整批上的滑动均值，x̂ = x / 所在组的均方根',
  },
  group: {
    claim: '不依赖批大小，用于图像（Wu & He 2018）。',
    traps: '这里每个词元各自计算。图像中一组跨越所有位置，那样就不是因果的。',
    equation: 'y = (x − μ_g) / √(σ²_g + ε) · γ + β；μ、σ² 取自一个词元的一组特征',
  },
  instance: {
    claim: '用于风格迁移：去除单张图像的对比度（Ulyanov 等 2016）。',
    traps: '统计量取自序列的所有位置：解码器会看到未来。',
    equation: 'y = (x − μ) / √(σ² + ε) · γ + β；μ、σ² 取自一个特征在一条序列各位置上的值',
  },
  dyt: {
    claim: 'ViT-B 在 ImageNet 上 82.5%，LayerNorm 82.3%（Zhu 等 2025）。',
    traps:
      '没有统计量，输入大时会饱和。有正则化作用：100 万词元时损失低 27.3%，1.18 亿词元时高 18.8%（Removing LayerNorm 2026）。用于语言模型须调 α：70 亿参数时取 0.8 和 0.2。',
    equation: 'y = γ · tanh(α x) + β；α 是一个数',
  },
  derf: {
    claim: 'ViT-B 在 ImageNet 上 82.8%，LayerNorm 82.3%；GPT-2 损失 2.94，与 LayerNorm 相同，DyT 为 2.97（Chen 等 2025，代码说明）。',
    traps: '没有统计量，输入大时会饱和。',
    equation: 'y = γ · erf(α x + s) + β；α 和 s 各是一个数',
  },
  cogview: {
    claim: '避免半精度在 LayerNorm 内部溢出（Ding 等 2021）。',
    traps: 'ε 加在除以 max|x| / 8 之后，因此对大的输入而言，作用比在 LayerNorm 中小。',
    equation: 'y = LN(x / (max|x| / 8))；最大值取自一个词元的全部特征',
  },
};
