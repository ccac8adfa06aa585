/** The three placements side by side. */
import type { Section } from '../types.ts';
import { post } from './post.ts';
import { pre } from './pre.ts';
import { sandwich } from './sandwich.ts';

export const placementSection: Section = {
  title: { en: 'The three placements', zh: '三种归一化位置' },
  blocks: [
    {
      kind: 'text',
      text: {
        en: `A sublayer adds what its branch $F$ (attention or feed-forward) makes of the stream $x$ to the stream itself. The placements differ in where the norm stands.

| Placement | Equation | Where the norm stands |
| --- | --- | --- |
| Post-Norm | $x \\leftarrow \\mathrm{LN}(x + F(x))$ | after the sum |
| Pre-Norm | $x \\leftarrow x + F(\\mathrm{LN}(x))$ | before the branch |
| Sandwich-Norm | $x \\leftarrow x + \\mathrm{LN}(F(\\mathrm{LN}(x)))$ | on both sides of the branch |`,
        zh: `子层把支路 $F$ （注意力或前馈）对残差流 $x$ 的计算结果加回残差流。三种位置的差别在于归一化放在哪里。

| 归一化位置 | 公式 | 归一化在哪里 |
| --- | --- | --- |
| 后归一化（Post-Norm） | $x \\leftarrow \\mathrm{LN}(x + F(x))$ | 相加之后 |
| 前归一化（Pre-Norm） | $x \\leftarrow x + F(\\mathrm{LN}(x))$ | 支路之前 |
| 三明治归一化（Sandwich-Norm） | $x \\leftarrow x + \\mathrm{LN}(F(\\mathrm{LN}(x)))$ | 支路两侧 |`,
      },
    },
  ],
  parts: [post, pre, sandwich],
};
