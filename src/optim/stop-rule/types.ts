import type { Localized } from '../../core/message/index.ts';
import type { OptionSpecs, OptionValues } from '../../core/options.ts';
import type { Member } from '../../core/registry.ts';

export interface StopRuleConfig {
  readonly id: string;
  readonly [option: string]: unknown;
}

/** When a run has seen enough: asked at every evaluation before the last. */
export interface StopRule<S extends OptionSpecs = OptionSpecs> extends Member {
  readonly title: Localized;
  readonly options: S;
  /** `losses`: validation losses so far, oldest first, nats per token; `share`: of all steps, from 0 to 1. */
  stops(losses: readonly number[], share: number, options: OptionValues<S>): boolean;
}

export const defineStopRule = <const S extends OptionSpecs>(rule: StopRule<S>): StopRule => rule as unknown as StopRule;
