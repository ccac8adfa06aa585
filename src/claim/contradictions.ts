/** Where published results contradict each other: what each says, side by side and not averaged, and the claims here that bear on it. */
import type { Localized } from '../core/message/index.ts';
import type { Source } from '../model/types.ts';
import {
  curse,
  deepNet,
  dyt,
  glm,
  gpas,
  hybridNorm,
  keelPaper,
  layerScale,
  liu,
  mixLn,
  periLn,
  proRes,
  removing,
  resiDual,
  siameseNorm,
} from './shared/sources.ts';

interface Side {
  readonly source: Source;
  readonly says: Localized;
}

export interface Contradiction {
  readonly about: Localized;
  readonly sides: readonly [Side, Side, ...Side[]];
  /** Ids of the claims that bear on it. */
  readonly claims: readonly [string, ...string[]];
}

const side = (source: Source, en: string, zh: string): Side => ({ source, says: { en, zh } });

export const contradictions: readonly Contradiction[] = [
  {
    about: { en: 'Whether Post-Norm or Pre-Norm ends better', zh: '后归一化与前归一化谁最终更好' },
    sides: [
      side(liu, 'Post, translation at 6 layers: 27.80 against 27.27 BLEU', '后归一化，6 层翻译：27.80 对 27.27 BLEU'),
      side(resiDual, 'Post, translation at 6-6 layers: 35.37 against 35.12 BLEU', '后归一化，6-6 层翻译：35.37 对 35.12 BLEU'),
      side(
        proRes,
        'Pre, language models tuned alike: perplexity 14.67 against 14.84 at 130M',
        '前归一化，同等调参的语言模型：130M 困惑度 14.67 对 14.84',
      ),
    ],
    claims: ['post-ends-better', 'pre-ends-worse'],
  },
  {
    about: { en: 'Whether a deep Post-Norm trains at all', zh: '深的后归一化究竟能否训练' },
    sides: [
      side(curse, 'no: perplexity 1368 at 350M, 1391 at 1B', '不能：350M 困惑度 1368，1B 为 1391'),
      side(liu, 'no: translation fails at 12 and 18 layers', '不能：12、18 层翻译失败'),
      side(
        proRes,
        'yes, with a tuned learning rate and 10% warm-up: 12.74 at 350M, 11.62 at 1.3B',
        '能，调好学习率并预热 10%：350M 为 12.74，1.3B 为 11.62',
      ),
    ],
    claims: ['post-plain-fails', 'post-needs-warmup', 'admin-trains-deep'],
  },
  {
    about: { en: 'Mix-LN', zh: '混合归一化 Mix-LN' },
    sides: [
      side(mixLn, 'better than Pre-Norm at 1B: perplexity 18.18 against 18.65', '1B 时优于前归一化：困惑度 18.18 对 18.65'),
      side(curse, 'fails at 1B: perplexity 1415', '1B 时失败：困惑度 1415'),
      side(
        hybridNorm,
        'equal to Post-Norm (20.43) and behind Pre-Norm (20.30) at 550M',
        '550M 时与后归一化相同（20.43），不如前归一化（20.30）',
      ),
    ],
    claims: ['mix-ln-u-curve'],
  },
  {
    about: { en: 'DeepNorm', zh: 'DeepNorm' },
    sides: [
      side(deepNet, 'trains up to 1000 layers', '可训练至 1000 层'),
      side(
        mixLn,
        'fails at 1B: perplexity 1411; its released code has the sign of the gain wrong',
        '1B 时失败：困惑度 1411；其公开代码中增益符号写反',
      ),
      side(proRes, 'level with Pre-Norm: 10.32 at 1.3B', '与前归一化相当：1.3B 均为 10.32'),
    ],
    claims: ['deepnorm-wrong-sign-fails', 'deepnorm-beats-pre', 'start-deepnorm'],
  },
  {
    about: { en: 'Sandwich-Norm', zh: '三明治归一化' },
    sides: [
      side(curse, 'hardly better than Pre-Norm at 130M: perplexity 26.51 against 26.73', '130M 时仅略优于前归一化：困惑度 26.51 对 26.73'),
      side(proRes, 'clearly better at 350M, tuned: 11.97 against 12.36', '350M 调参后明显更好：11.97 对 12.36'),
      side(glm, 'diverged at 130B', '130B 时发散'),
    ],
    claims: ['sandwich-learns-better', 'sandwich-can-collapse'],
  },
  {
    about: { en: 'HybridNorm', zh: '混合归一化 HybridNorm' },
    sides: [
      side(hybridNorm, 'better than Pre-Norm: perplexity 20.00 against 20.30 at 550M', '优于前归一化：550M 困惑度 20.00 对 20.30'),
      side(siameseNorm, 'better at learning rate 4e-4, diverged at 1e-3', '学习率 4e-4 时更好，1e-3 时发散'),
      side(
        keelPaper,
        'bears little more than Post-Norm: 4.9e-4 against 3.0e-4, Pre-Norm 7.65e-3',
        '只比后归一化多承受一点：4.9e-4 对 3.0e-4，前归一化为 7.65e-3',
      ),
    ],
    claims: ['hybrid-beats-pre', 'keel-lr-ordering'],
  },
  {
    about: { en: 'Admin against Pre-Norm', zh: 'Admin 与前归一化' },
    sides: [
      side(liu, 'better, translation at 12 layers: 28.58 against 28.26 BLEU', '更好，12 层翻译：28.58 对 28.26 BLEU'),
      side(curse, 'worse, a 130M language model: perplexity 27.91 against 26.73', '更差，130M 语言模型：困惑度 27.91 对 26.73'),
    ],
    claims: ['admin-beats-pre'],
  },
  {
    about: { en: 'LayerScale', zh: 'LayerScale' },
    sides: [
      side(layerScale, 'lets deep image models train better', '使深的图像模型训练得更好'),
      side(curse, 'makes language models worse: perplexity 27.93 against 26.73 at 130M', '使语言模型变差：130M 困惑度 27.93 对 26.73'),
    ],
    claims: ['layerscale-hurts-text'],
  },
  {
    about: { en: 'A norm behind the embedding', zh: '嵌入后的归一化' },
    sides: [
      side(periLn, 'an optional part of the placement', '该归一化位置的可选部分'),
      side(siameseNorm, 'makes Pre-Norm worse by 0.4 in perplexity at 1.3B', '1.3B 时使前归一化的困惑度高 0.4'),
    ],
    claims: ['sandwich-embedding-norm', 'pre-embedding-norm-worse'],
  },
  {
    about: { en: 'DyT in place of a norm', zh: '用 DyT 代替归一化' },
    sides: [
      side(dyt, 'as good as norms: ImageNet 82.5 against 82.3 (ViT-B)', '不逊于归一化：ImageNet 82.5 对 82.3（ViT-B）'),
      side(removing, 'validation loss −27.3% at 1M tokens, +18.8% at 118M', '验证损失：1M token 时 −27.3%，118M 时 +18.8%'),
    ],
    claims: ['dyt-helps-little-data', 'dyt-hurts-much-data'],
  },
  {
    about: { en: 'What Pre-Norm itself reaches at 350M', zh: '350M 的前归一化本身能到多少' },
    sides: [
      side(curse, 'perplexity 19.58; embeddings start at deviation 0.02', '困惑度 19.58；嵌入标准差从 0.02 起'),
      side(gpas, 'perplexity 20.49; embeddings start at deviation 0.632 in its code', '困惑度 20.49；其代码中嵌入标准差从 0.632 起'),
    ],
    claims: ['embedding-std-moves-pre'],
  },
];
