import { defineInit } from './types.ts';
import { xavier } from './xavier.ts';

/** Liu et al.'s two phases: one forward pass with ω = 1 measures Var[F_j]; then ω_i² = 1 + Σ_{j<i} Var[F_j]. */
export const admin = defineInit({
  id: 'admin',
  title: { en: 'Admin (profiled)', zh: 'Admin（实测）初始化' },
  rule: {
    en: 'Xavier uniform; then ω of sublayer i is √(1 + Σ_{j<i} Var[F_j]), measured on the first batch',
    zh: 'Xavier 均匀；然后第 i 个子层的 ω 取 √(1 + Σ_{j<i} Var[F_j])，在第一批数据上测量',
  },
  paper: { text: 'Liu et al. 2020, Understanding the Difficulty of Training Transformers', url: 'https://arxiv.org/abs/2004.08249' },
  profile: {
    parameter: 'omega',
    during: 1,
    tap: 'branch_out',
    value: (variances, i) => Math.sqrt(1 + variances.slice(0, i).reduce((a, b) => a + b, 0)),
  },
  distribution: (drawn, model) => xavier.distribution(drawn, model, { gain: 1 }),
  differs: {
    en: "The authors' code sets each ω while the pass goes on, so that later sublayers are measured behind it, and its sum begins with the variance of the embedding; here all variances are measured with ω = 1, and the sum begins with 1.",
    zh: '作者的代码边前向边设定各个 ω，后面的子层在其作用之下测量，累加从嵌入的方差开始；这里所有方差都在 ω = 1 时测量，累加从 1 开始。',
  },
  about: {
    en: 'Measures on one batch how much the branches write and sets ω of the placement admin by it.',
    zh: '在一批数据上测量支路写入多少，据此设定方案 admin 的 ω。',
  },
});
