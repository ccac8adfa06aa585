/**
 * Published recipes: placement, normalizer and initialisation that belong together, checked against the code of the models.
 * Sizes, dropout, optimizer and schedule are the spec's own.
 */
import { defineFamily } from '../../core/registry.ts';
import type { Preset } from './types.ts';

const source = (text: string, url: string) => ({ text, url });
const same = (name: string) => ({ en: name, zh: name });

export const presets = defineFamily<Preset>('preset', [
  {
    id: 'vaswani',
    title: same('Transformer (Vaswani)'),
    paper: source('Vaswani et al. 2017, Attention Is All You Need', 'https://arxiv.org/abs/1706.03762'),
    model: {
      placement: 'post',
      normalizer: { id: 'layer', eps: 1e-6 },
      init: 'xavier',
      position: 'sinusoidal',
      activation: 'relu',
      embeddingScale: 'sqrt(width)',
      tiedHead: true,
    },
    differs: {
      en: 'Its code, tensor2tensor, has no biases in attention, and later versions default to Pre-Norm. The recipe has dropout 0.1 and label smoothing 0.1.',
      zh: '其代码 tensor2tensor 的注意力没有偏置，后来的版本默认为前归一化。原方案用 0.1 的 dropout 和 0.1 的标签平滑。',
    },
  },
  {
    id: 'bert',
    title: same('BERT'),
    paper: source('Devlin et al. 2019, BERT', 'https://arxiv.org/abs/1810.04805'),
    model: {
      placement: 'post',
      normalizer: { id: 'layer', eps: 1e-12 },
      init: 'trunc-normal',
      embeddingNorm: true,
      tiedHead: true,
    },
    differs: {
      en: 'Its head has a dense layer, a GELU and a LayerNorm before the tied matrix and a bias behind it, and its embedding adds segments. Its own code approximates GELU by tanh, that of Hugging Face has it exact. Dropout 0.1.',
      zh: '其输出头在共享矩阵之前还有一个全连接层、一个 GELU 和一个 LayerNorm，之后有偏置；嵌入还加上句段。其自身代码用 tanh 近似 GELU，Hugging Face 的代码用精确的。dropout 为 0.1。',
    },
  },
  {
    id: 'gpt-2',
    title: same('GPT-2'),
    paper: source('Radford et al. 2019, GPT-2', 'https://openai.com/index/better-language-models/'),
    model: { placement: 'pre', normalizer: 'layer', init: 'depth-scaled', tiedHead: true },
    differs: {
      en: "GELU by tanh; OpenAI's code draws positions with deviation 0.01, that of Hugging Face and nanoGPT with 0.02, as here. OpenAI's released code does not have the scaled initialisation that its paper describes. Dropout 0.1.",
      zh: 'GELU 用 tanh 近似；OpenAI 的代码以标准差 0.01 抽取位置嵌入，Hugging Face 与 nanoGPT 同这里一样用 0.02。OpenAI 公开的代码没有论文所述的缩放初始化。dropout 为 0.1。',
    },
  },
  {
    id: 'llama',
    title: same('Llama'),
    paper: source('Touvron et al. 2023, LLaMA', 'https://arxiv.org/abs/2302.13971'),
    model: { placement: 'pre', normalizer: 'rms', init: 'normal', position: 'rotary', activation: 'swiglu', bias: false },
    differs: {
      en: 'ε is 1e-6 in Llama 1, 1e-5 in Llama 2 and 3; Llama 3 rotates by base 500,000. The initialisation is not published: 0.02 is that of Hugging Face.',
      zh: 'Llama 1 的 ε 为 1e-6，Llama 2 与 3 为 1e-5；Llama 3 的旋转底数为 500,000。初始化没有公布：0.02 是 Hugging Face 的值。',
    },
  },
  {
    id: 'gemma-3',
    title: same('Gemma 3'),
    paper: source('Gemma Team 2025, Gemma 3', 'https://arxiv.org/abs/2503.19786'),
    model: {
      placement: 'sandwich',
      normalizer: 'rms-1p',
      attentionNorm: 'qk',
      init: { id: 'normal', embeddingStd: '1/sqrt(width)' },
      embeddingScale: 'sqrt(width)',
      position: 'rotary',
      activation: 'geglu',
      bias: false,
      tiedHead: true,
    },
    differs: {
      en: 'Five of six layers look at a window only and rotate by base 10,000, the sixth at all positions by base 1,000,000; GELU by tanh; the 27B model divides its logits by √168, width over heads, and not by √128, the width of a head. The initialisation is not published: Hugging Face draws embeddings with 0.02, so that they too enter at about 1 at a width of 2,560.',
      zh: '每六层中有五层只看一个窗口，旋转底数为 10,000；第六层看全部位置，底数为 1,000,000；GELU 用 tanh 近似；27B 模型的 logit 除以 √168（宽度除以头数），而不是除以 √128（单头宽度）。初始化没有公布：Hugging Face 以 0.02 抽取嵌入，宽度为 2,560 时进入网络的尺度同样约为 1。',
    },
  },
  {
    id: 'olmo-2',
    title: same('OLMo 2'),
    paper: source('OLMo Team 2024, 2 OLMo 2 Furious', 'https://arxiv.org/abs/2501.00656'),
    model: {
      placement: 'branch-out',
      normalizer: 'rms',
      attentionNorm: { id: 'qk', span: 'full' },
      init: { id: 'trunc-normal', cut: 3 },
      position: 'rotary',
      activation: 'swiglu',
      bias: false,
    },
    differs: {
      en: 'Rotates by base 500,000; its training adds a z-loss of 1e-5. The default ε of Hugging Face is 1e-5; the paper has 1e-6, as here.',
      zh: '旋转底数为 500,000；训练还加上系数为 1e-5 的 z-loss。Hugging Face 的默认 ε 为 1e-5，论文同这里一样为 1e-6。',
    },
  },
  {
    id: 'swin-v2',
    title: same('Swin Transformer V2'),
    paper: source('Liu et al. 2022, Swin Transformer V2', 'https://arxiv.org/abs/2111.09883'),
    model: {
      placement: { id: 'branch-out', zeroInit: true },
      normalizer: 'layer',
      attentionNorm: 'cosine',
      init: 'normal',
      embeddingNorm: true,
    },
    differs: {
      en: 'Attends within shifted windows, with relative positions from a small network instead of learned ones, and merges patches between stages; keys have no bias. Its truncated normal is cut at ±2, a hundred deviations out: a normal one. Stochastic depth 0.1.',
      zh: '在移动窗口内计算注意力，用小网络给出的相对位置而不是可学习的位置，各阶段之间合并图块；键没有偏置。其截断正态截在 ±2 处，即一百个标准差之外，等同于正态。随机深度为 0.1。',
    },
  },
  {
    id: 'cogview',
    title: same('CogView'),
    paper: source('Ding et al. 2021, CogView', 'https://arxiv.org/abs/2105.13290'),
    model: { placement: 'sandwich', normalizer: { id: 'cogview', maximum: 'tensor' }, init: 'depth-scaled', tiedHead: true },
    differs: {
      en: 'GELU by tanh. Dropout 0.1.',
      zh: 'GELU 用 tanh 近似。dropout 为 0.1。',
    },
  },
  {
    id: 'deepnet',
    title: same('DeepNet'),
    paper: source('Wang et al. 2022, DeepNet', 'https://arxiv.org/abs/2203.00555'),
    model: { placement: 'deepnorm', normalizer: 'layer', init: 'deepnet' },
    differs: {
      en: "Of the model only what the paper is about. The released code, torchscale, starts from Xavier uniform in attention, with gain 1/√2 on q, k and v, and from PyTorch's own start in the feed-forward sublayer where the paper has Xavier normal; it writes 1/1.15 for 0.87.",
      zh: '只包含论文所讨论的部分。论文用 Xavier 正态，公开的代码 torchscale 则在注意力中用 Xavier 均匀（q、k、v 的增益为 1/√2），在前馈子层中用 PyTorch 自带的初值；0.87 写作 1/1.15。',
    },
  },
  {
    id: 'magneto',
    title: same('Magneto (Sub-LN)'),
    paper: source('Wang et al. 2022, Foundation Transformers', 'https://arxiv.org/abs/2210.06423'),
    model: { placement: 'sub-ln', normalizer: 'layer', init: 'sub-ln' },
    differs: {
      en: "Of the model only what the paper is about. The released code, torchscale, starts from Xavier uniform in attention, with gain 1/√2 on q, k and v, and from PyTorch's own start in the feed-forward sublayer where the paper has Xavier normal.",
      zh: '只包含论文所讨论的部分。论文用 Xavier 正态，公开的代码 torchscale 则在注意力中用 Xavier 均匀（q、k、v 的增益为 1/√2），在前馈子层中用 PyTorch 自带的初值。',
    },
  },
  {
    id: 'admin-profiled',
    title: { en: 'Admin, profiled', zh: 'Admin（实测）' },
    paper: source('Liu et al. 2020, Understanding the Difficulty of Training Transformers', 'https://arxiv.org/abs/2004.08249'),
    model: { placement: 'admin', normalizer: 'layer', init: 'admin' },
    differs: {
      en: 'Of the model only what the paper is about: its translation models have ReLU, sinusoidal positions and embeddings times √d. How its profiling differs, `explain init/admin` says.',
      zh: '只包含论文所讨论的部分：其翻译模型使用 ReLU、正弦位置，嵌入乘以 √d。实测方式的差别见 `explain init/admin`。',
    },
  },
  {
    id: 't-fixup-full',
    title: { en: 'T-Fixup with its initialisation', zh: 'T-Fixup（含初始化）' },
    paper: source('Huang et al. 2020, T-Fixup', 'https://proceedings.mlr.press/v119/huang20f.html'),
    model: { placement: 't-fixup', init: 't-fixup', embeddingScale: 'sqrt(width)' },
    differs: {
      en: 'Of the model only what the paper is about: its translation models have ReLU and sinusoidal positions.',
      zh: '只包含论文所讨论的部分：其翻译模型使用 ReLU 和正弦位置。',
    },
  },
  {
    id: 'fixup-full',
    title: { en: 'Fixup with its initialisation', zh: 'Fixup（含初始化）' },
    paper: source('Zhang, Dauphin & Ma 2019, Fixup Initialization', 'https://arxiv.org/abs/1901.09321'),
    model: {
      placement: 'fixup',
      init: { id: 'fixup', form: 'authors' },
      position: 'sinusoidal',
      activation: 'relu',
      embeddingScale: 'sqrt(width)',
      bias: false,
    },
    differs: {
      en: "The authors' Transformer has one shift more, before the activation, and one behind the embedding.",
      zh: '作者的 Transformer 在激活之前和嵌入之后还各有一个平移。',
    },
  },
  {
    id: 'mix-ln-paper',
    title: { en: 'Mix-LN as published', zh: 'Mix-LN（论文设定）' },
    paper: source('Li, Yin & Liu 2024, Mix-LN', 'https://arxiv.org/abs/2412.13795'),
    model: {
      placement: 'mix-ln',
      normalizer: 'rms',
      init: { id: 'normal', embeddingStd: 'sqrt(2/5)' },
      position: 'rotary',
      activation: 'swiglu',
      bias: false,
    },
    differs: {
      en: 'Nothing that is known; the paper takes a share of 6.25% at 7B parameters.',
      zh: '未发现差别；论文在 7B 参数时取 6.25% 的比例。',
    },
  },
  {
    id: 'normalized-gpt',
    title: same('nGPT'),
    paper: source('Loshchilov et al. 2024, nGPT', 'https://arxiv.org/abs/2410.01131'),
    model: {
      placement: 'ngpt',
      init: { id: 'normal', std: 0.02 },
      position: 'rotary',
      activation: 'swiglu',
      bias: false,
    },
    differs: {
      en: 'Its feed-forward sublayer is 4d wide in spite of the gate (dFf: 4 · width); its code draws with deviation 1/√d, which the projection to unit vectors makes the same. No weight decay, no warm-up.',
      zh: '其前馈子层虽有门控，宽度仍为 4d（dFf 取 4 倍宽度）；其代码以标准差 1/√d 抽取，投影为单位向量之后并无差别。不用权重衰减，不用预热。',
    },
  },
  {
    id: 'grok-1',
    title: same('Grok-1'),
    paper: source('xAI 2024, Grok-1', 'https://github.com/xai-org/grok-1'),
    model: {
      placement: 'sandwich',
      normalizer: { id: 'rms', eps: 1e-5 },
      init: { id: 'normal', embeddingStd: '1/sqrt(width)' },
      embeddingScale: 'sqrt(width)',
      position: 'rotary',
      activation: 'geglu',
      bias: false,
      tiedHead: true,
    },
    differs: {
      en: 'A mixture of 8 experts, 2 of them active; logits of attention bounded to ±30 by tanh, those of the head times 1/√3; GELU by tanh. The code is a loader and gives no initialisation: embeddings enter at a scale of 1 here.',
      zh: '8 个专家的混合模型，每次启用 2 个；注意力 logit 用 tanh 限制在 ±30，输出 logit 乘以 1/√3；GELU 用 tanh 近似。其代码只用于加载，没有给出初始化：这里嵌入以尺度 1 进入网络。',
    },
  },
]);
