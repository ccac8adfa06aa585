import type { Localized } from '../../core/message/index.ts';
import type { OptionSpecs, OptionValues } from '../../core/options.ts';
import type { Member } from '../../core/registry.ts';
import type { SublayerPlan } from '../placement/types.ts';
import type { Source } from '../types.ts';

/** Norms inside self-attention, whatever the placement around it: a piece of plan that every self-attention gets. */
export interface AttentionNorm extends Member {
  readonly title: Localized;
  readonly paper: Source;
  readonly options: OptionSpecs;
  /** What it is for, in a line. */
  readonly about?: Localized;
  plan(options: Readonly<Record<string, unknown>>): Pick<SublayerPlan, 'q' | 'k' | 'v' | 'logitScale'>;
}

type Definition<S extends OptionSpecs> = Omit<AttentionNorm, 'options' | 'plan'> & {
  readonly options?: S;
  plan(options: OptionValues<S>): ReturnType<AttentionNorm['plan']>;
};

export const defineAttentionNorm = <const S extends OptionSpecs = Record<never, never>>(definition: Definition<S>): AttentionNorm => ({
  ...definition,
  options: definition.options ?? {},
  plan: definition.plan as AttentionNorm['plan'],
});
