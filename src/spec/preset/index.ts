/** Published recipes, one line each: placement, normalizer and initialisation that belong together. */
import { defineFamily } from '../../core/registry.ts';
import type { Preset } from './types.ts';

const source = (text: string, url: string) => ({ text, url });
const same = (name: string) => ({ en: name, zh: name });

export const presets = defineFamily<Preset>('preset', [
  {
    id: 'vaswani',
    title: same('Transformer (Vaswani)'),
    paper: source('Vaswani et al. 2017, Attention Is All You Need', 'https://arxiv.org/abs/1706.03762'),
    model: { placement: 'post', normalizer: 'layer', init: 'xavier', position: 'sinusoidal', activation: 'relu' },
  },
  {
    id: 'bert',
    title: same('BERT'),
    paper: source('Devlin et al. 2019, BERT', 'https://arxiv.org/abs/1810.04805'),
    model: { placement: 'post', normalizer: { id: 'layer', eps: 1e-12 }, init: 'trunc-normal', embeddingNorm: true },
  },
  {
    id: 'gpt-2',
    title: same('GPT-2'),
    paper: source('Radford et al. 2019, GPT-2', 'https://openai.com/index/better-language-models/'),
    model: { placement: 'pre', normalizer: 'layer', init: 'depth-scaled', tiedHead: true },
  },
  {
    id: 'llama',
    title: same('Llama'),
    paper: source('Touvron et al. 2023, LLaMA', 'https://arxiv.org/abs/2302.13971'),
    model: { placement: 'pre', normalizer: 'rms', init: 'normal', position: 'rotary', activation: 'swiglu', bias: false },
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
      position: 'rotary',
      bias: false,
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
  },
  {
    id: 'swin-v2',
    title: same('Swin Transformer V2'),
    paper: source('Liu et al. 2022, Swin Transformer V2', 'https://arxiv.org/abs/2111.09883'),
    model: { placement: { id: 'branch-out', zeroInit: true }, normalizer: 'layer', attentionNorm: 'cosine', init: 'trunc-normal' },
  },
  {
    id: 'cogview',
    title: same('CogView'),
    paper: source('Ding et al. 2021, CogView', 'https://arxiv.org/abs/2105.13290'),
    model: { placement: 'sandwich', normalizer: 'cogview', init: 'depth-scaled' },
  },
  {
    id: 'deepnet',
    title: same('DeepNet'),
    paper: source('Wang et al. 2022, DeepNet', 'https://arxiv.org/abs/2203.00555'),
    model: { placement: 'deepnorm', normalizer: 'layer', init: 'deepnet' },
  },
  {
    id: 'magneto',
    title: same('Magneto (Sub-LN)'),
    paper: source('Wang et al. 2022, Foundation Transformers', 'https://arxiv.org/abs/2210.06423'),
    model: { placement: 'sub-ln', normalizer: 'layer', init: 'sub-ln' },
  },
  {
    id: 'admin-profiled',
    title: { en: 'Admin, profiled', zh: 'Admin（实测）' },
    paper: source('Liu et al. 2020, Understanding the Difficulty of Training Transformers', 'https://arxiv.org/abs/2004.08249'),
    model: { placement: 'admin', normalizer: 'layer', init: 'admin' },
  },
  {
    id: 't-fixup-full',
    title: { en: 'T-Fixup with its initialisation', zh: 'T-Fixup（含初始化）' },
    paper: source('Huang et al. 2020, T-Fixup', 'https://proceedings.mlr.press/v119/huang20f.html'),
    model: { placement: 't-fixup', init: 't-fixup' },
  },
  {
    id: 'fixup-full',
    title: { en: 'Fixup with its initialisation', zh: 'Fixup（含初始化）' },
    paper: source('Zhang, Dauphin & Ma 2019, Fixup Initialization', 'https://arxiv.org/abs/1901.09321'),
    model: { placement: 'fixup', init: 'fixup' },
  },
  {
    id: 'mix-ln-paper',
    title: { en: 'Mix-LN as published', zh: 'Mix-LN（论文设定）' },
    paper: source('Li, Yin & Liu 2024, Mix-LN', 'https://arxiv.org/abs/2412.13795'),
    model: { placement: 'mix-ln', normalizer: 'rms', init: { id: 'normal', embeddingStd: 'sqrt(2/5)' } },
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
  },
  {
    id: 'grok-1',
    title: same('Grok-1'),
    paper: source('xAI 2024, Grok-1', 'https://github.com/xai-org/grok-1'),
    model: {
      placement: 'sandwich',
      normalizer: { id: 'rms', eps: 1e-5 },
      init: { id: 'normal', embeddingStd: 1 },
      position: 'rotary',
      bias: false,
    },
  },
]);
