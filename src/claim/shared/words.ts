/** Words that many claims use. */
import type { Localized } from '../../core/message/index.ts';

export const depth: Localized = { en: 'depth, blocks', zh: '深度（块数）' };
export const loss: Localized = { en: 'validation loss, nats per token', zh: '验证损失（每个 token 的 nat 数）' };

/** A Chinese name as Chinese text follows it: with a space behind Latin letters. */
export const spaced = (name: string): string => (/[A-Za-z0-9]$/.test(name) ? `${name} ` : name);

/** "validation loss of A minus that of B". */
export const lossDifference = (a: Localized, b: Localized): Localized => ({
  en: `validation loss of ${a.en} minus that of ${b.en} on the same seed, each at its own best learning rate`,
  zh: `在相同种子上，${spaced(a.zh)}的验证损失减去${spaced(b.zh)}的验证损失，各取自己的最佳学习率`,
});

export const post: Localized = { en: 'Post-Norm', zh: '后归一化' };
export const pre: Localized = { en: 'Pre-Norm', zh: '前归一化' };
