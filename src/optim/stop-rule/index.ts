import { defineFamily } from '../../core/registry.ts';
import { hopeless } from './hopeless.ts';
import { plateau } from './plateau.ts';
import { target } from './target.ts';
import type { StopRule, StopRuleConfig } from './types.ts';

export const stopRules = defineFamily<StopRule>('stop rule', [plateau, target, hopeless]);

/** The first rule that stops the run here; options are filled in. */
export const stoppedBy = (rules: readonly StopRuleConfig[], losses: readonly number[], share: number): string | undefined =>
  rules.find(({ id, ...options }) => stopRules.get(id).stops(losses, share, options as never))?.id;
