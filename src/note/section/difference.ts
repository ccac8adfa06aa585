/** Findings whose effect is one loss minus another. */
import type { Localized } from '../../core/message/index.ts';
import type { ByOutcome, Finding } from '../types.ts';

export const lossOf = (a: Localized, b: Localized): Localized => ({
  en: `loss of ${a.en} minus that of ${b.en}`,
  zh: spaced(`${a.zh}的损失减去${b.zh}的损失`),
});

/** A space between Latin letters and Chinese ones. */
const spaced = (text: string): string => text.replaceAll(/(?<=[A-Za-z0-9])(?=[一-鿿])|(?<=[一-鿿])(?=[A-Za-z0-9])/g, ' ');

export const same = (name: string): Localized => ({ en: name, zh: name });

export const preNorm: Localized = { en: 'Pre-Norm', zh: '前归一化' };
export const postNorm: Localized = { en: 'Post-Norm', zh: '后归一化' };
export const layerNorm: Localized = { en: 'LayerNorm', zh: '层归一化' };

export const difference = (claim: string, a: Localized, b: Localized, says?: ByOutcome): Finding => ({
  claim,
  effect: lossOf(a, b),
  ...(says && { says }),
});
