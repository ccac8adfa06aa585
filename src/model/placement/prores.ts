import { choice, number } from '../../core/options.ts';
import { ramp } from '../scale/build.ts';
import { post } from './post.ts';
import { pre } from './pre.ts';
import { sandwich } from './sandwich.ts';
import { definePlacement } from './types.ts';

const bases = { pre, post, sandwich };

/** Progressive residual warm-up: what a branch writes is multiplied by min(t / (T l), 1), shallow blocks first. */
export const prores = definePlacement({
  id: 'prores',
  title: { en: 'ProRes', zh: '渐进残差预热 ProRes' },
  names: ['progressive residual warm-up'],
  paper: { text: 'ProRes 2026, Progressive Residual Warmup', url: 'https://arxiv.org/abs/2603.05369' },
  options: {
    base: choice(['pre', 'post', 'sandwich'], 'pre', { en: 'placement whose branches ramp up', zh: '支路逐渐计入的基础方案' }),
    rampSteps: number(
      1000,
      { en: 'T: steps until the first block writes all of its branch', zh: 'T：第一块的支路完全计入所需的步数' },
      { min: 1 },
    ),
  },
  frame: ({ base }, model) => bases[base].frame({}, model),
  plan: (place, { base, rampSteps }) => ({ ...bases[base].plan(place, {}), branchScale: ramp(rampSteps * (place.layer + 1)) }),
  about: {
    kind: 'changing',
    equation: 'x ← x + b·F(LN(x))',
    claim: {
      en: 'With tuned learning rates perplexity 14.30 against 14.67 of Pre-Norm at 130M, 11.74 against 12.36 at 350M and 9.86 against 10.32 at 1.3B; on Post-Norm 10.53 against 11.62 at 1.3B (ProRes 2026).',
      zh: '各自调好学习率后的困惑度：1.3 亿参数 14.30（前归一化 14.67），3.5 亿 11.74（12.36），13 亿 9.86（10.32）；用于后归一化时 13 亿参数 10.53 对 11.62（ProRes 2026）。',
    },
    failure: {
      en: 'Little to gain where branches are tamed already: 9.89 against 9.93 on LayerNorm Scaling at 1.3B.',
      zh: '支路本已受控时收益很小：13 亿参数的层归一化缩放为 9.89 对 9.93。',
    },
    differs: {
      en: 'In the released code the first step has the factor 0, because steps count from 0 there; here it has 1/(T l).',
      zh: '公开的代码步数从 0 数起，第一步的系数为 0；这里为 1/(T l)。',
    },
    limits: [
      {
        en: 'after T times depth steps: its base (pre, post or sandwich)',
        zh: 'T 乘以深度那么多步之后：其基础方案（pre、post 或 sandwich）',
      },
    ],
    synonyms: [
      { en: 'progressive residual warm-up', zh: '渐进残差预热' },
      {
        en: 'trap: the ramp counts training steps, and block l takes l times as long as the first',
        zh: '易混：系数按训练步数渐增，第 l 块所需步数是第一块的 l 倍',
      },
    ],
  },
});
