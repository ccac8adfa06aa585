/** Where the claims were published. */
import type { Source } from '../../model/types.ts';

const source = (text: string, url: string): Source => ({ text, url });

export const xiong = source(
  'Xiong et al. 2020, On Layer Normalization in the Transformer Architecture',
  'https://arxiv.org/abs/2002.04745',
);
export const suInit = source('Su Jianlin 2021, kexue.fm 8620', 'https://kexue.fm/archives/8620');
export const suPre = source('Su Jianlin 2022, kexue.fm 9009', 'https://kexue.fm/archives/9009');
export const liu = source('Liu et al. 2020, Understanding the Difficulty of Training Transformers', 'https://arxiv.org/abs/2004.08249');
export const deepNet = source('Wang et al. 2022, DeepNet', 'https://arxiv.org/abs/2203.00555');
export const mixLn = source('Li, Yin & Liu 2024, Mix-LN', 'https://arxiv.org/abs/2412.13795');
export const curse = source('Sun et al. 2025, The Curse of Depth in Large Language Models', 'https://arxiv.org/abs/2502.05795');
export const periLn = source('Kim et al. 2025, Peri-LN', 'https://arxiv.org/abs/2502.02732');
export const keelPaper = source('ByteDance 2026, Keel', 'https://arxiv.org/abs/2601.19895');
export const resiDual = source('Xie et al. 2023, ResiDual', 'https://arxiv.org/abs/2304.14802');
export const nguyen = source('Nguyen & Salazar 2019, Transformers without Tears', 'https://arxiv.org/abs/1910.05895');
export const proRes = source('ProRes 2026, Progressive Residual Warmup', 'https://arxiv.org/abs/2603.05369');
export const cogView = source('Ding et al. 2021, CogView', 'https://arxiv.org/abs/2105.13290');
export const glm = source('Zeng et al. 2022, GLM-130B', 'https://arxiv.org/abs/2210.02414');
export const layerNorm = source('Ba, Kiros & Hinton 2016, Layer Normalization', 'https://arxiv.org/abs/1607.06450');
export const powerNorm = source('Shen et al. 2020, PowerNorm', 'https://arxiv.org/abs/2003.07845');
export const rmsNorm = source('Zhang & Sennrich 2019, Root Mean Square Layer Normalization', 'https://arxiv.org/abs/1910.07467');
export const dyt = source('Zhu et al. 2025, Transformers without Normalization', 'https://arxiv.org/abs/2503.10622');
export const removing = source('When Does Removing LayerNorm Help? 2026', 'https://arxiv.org/abs/2604.23434');
export const gromov = source(
  'Gromov et al. 2024, The Unreasonable Ineffectiveness of the Deeper Layers',
  'https://arxiv.org/abs/2403.17887',
);
export const shortGpt = source('Men et al. 2024, ShortGPT', 'https://arxiv.org/abs/2403.03853');
export const transformers = source('Hugging Face transformers 5.18.0', 'https://github.com/huggingface/transformers');
export const fixup = source('Zhang, Dauphin & Ma 2019, Fixup Initialization', 'https://arxiv.org/abs/1901.09321');
export const dsInit = source(
  'Zhang, Titov & Sennrich 2019, Improving Deep Transformer with Depth-Scaled Initialization',
  'https://arxiv.org/abs/1908.11365',
);
export const gpt2 = source(
  'Radford et al. 2019, GPT-2',
  'https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf',
);
export const tFixup = source(
  'Huang et al. 2020, Improving Transformer Optimization Through Better Initialization',
  'https://proceedings.mlr.press/v119/huang20f.html',
);
export const zeroStart = source('Goyal et al. 2017, Accurate, Large Minibatch SGD', 'https://arxiv.org/abs/1706.02677');
export const plainNorm = source('Xu et al. 2019, Understanding and Improving Layer Normalization', 'https://arxiv.org/abs/1911.07013');
export const derf = source('Chen et al. 2025, Stronger Normalization-Free Transformers', 'https://arxiv.org/abs/2512.10938');
export const qkNorm = source('Henry et al. 2020, Query-Key Normalization for Transformers', 'https://arxiv.org/abs/2010.04245');
export const hybridNorm = source('Zhuo et al. 2025, HybridNorm', 'https://arxiv.org/abs/2503.04598');
export const siameseNorm = source('SiameseNorm 2026', 'https://arxiv.org/abs/2602.08064');
export const normFormer = source('Shleifer, Weston & Ott 2021, NormFormer', 'https://arxiv.org/abs/2110.09456');
export const layerScale = source('Touvron et al. 2021, Going Deeper with Image Transformers', 'https://arxiv.org/abs/2103.17239');
export const levine = source('Levine et al. 2020, The Depth-to-Width Interplay in Self-Attention', 'https://arxiv.org/abs/2006.12467');
export const gpas = source('Chen et al. 2025, GPAS: Gradient-Preserving Activation Scaling', 'https://arxiv.org/abs/2506.22049');
