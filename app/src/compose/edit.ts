/** What a click on a place does to the rule. */
import type { NormField, ScaleField } from 'normlab/web';
import { changeRule, rule } from './state.ts';

/** Factors that are worth beginning with, in the grammar of custom placements. */
export const firstFormula: Readonly<Partial<Record<ScaleField, string>>> = {
  streamScale: '(2*depth)^0.25',
  branchScale: 'learn(0.1, feature)',
  inputScale: '1/sqrt(layer)',
  sumScale: '1/sqrt(2)',
};

/** Only attention has queries, keys and values. */
const inAttention: ReadonlySet<string> = new Set(['q', 'k', 'v']);

export function toggleNorm(field: NormField): void {
  const on = rule.value[field] !== undefined;
  const attention = !on && inAttention.has(field) ? { sublayers: ['attn'] as const } : {};
  changeRule({ [field]: on ? undefined : true, ...attention });
}

export function toggleScale(field: ScaleField): void {
  changeRule({ [field]: rule.value[field] === undefined ? (firstFormula[field] ?? '0.5') : undefined });
}
