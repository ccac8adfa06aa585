import { choice, later, type OptionValues } from '../../core/options.ts';
import type { NormSite } from '../placement/types.ts';

/** How norms of queries, keys and values stand: what one is over, and before or after the rotation by position. */
export const spanned = {
  span: choice(['head', 'each-head', 'full'], 'head', {
    en: 'one norm that all heads share, each head with a gain of its own, or one over the whole projection',
    zh: '各头共用一个归一化、每头各有一个增益，或整个投影一个',
  }),
  order: later(
    choice(['norm-first', 'rotation-first'], 'norm-first', {
      en: 'whether queries and keys are normed before rotary positions turn them, or after',
      zh: '查询与键先归一化再作旋转位置编码，或先旋转再归一化',
    }),
  ),
};

/** The site of queries and keys, and that of values, which nothing turns. */
export function sitesOf({ span, order }: OptionValues<typeof spanned>): { readonly qk: NormSite; readonly v: NormSite } {
  const v: NormSite = { acrossHeads: span === 'full', ...(span === 'each-head' && { eachHead: true }) };
  return { qk: order === 'rotation-first' ? { ...v, afterRotation: true } : v, v };
}
