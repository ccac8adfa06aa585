/** What happened, in plain sentences, made from the numbers by rules. Pure: the same result gives the same words. */
import { type Language, message } from '../core/message/index.ts';
import { edgeOf } from '../study/edge.ts';
import type { ArmResult, StudyResult } from '../study/types.ts';
import { judged } from './data/judged.ts';
import { profile } from './data/profile.ts';
import { selectionCells } from './data/selection.ts';
import { armLabels } from './labels.ts';
import { insideRules } from './rule/inside.ts';
import { learningRules } from './rule/learning.ts';
import { outcomeRules, pairRules } from './rule/outcome.ts';
import type { ArmFacts, Rule, Sentence } from './rule/types.ts';

export interface Reading {
  readonly pairs: readonly string[];
  readonly arms: readonly { readonly arm: string; readonly sentences: readonly string[] }[];
}

export const armRules: readonly Rule<ArmFacts>[] = [...outcomeRules, ...learningRules, ...insideRules];

export function armFacts(
  arm: ArmResult,
  { task, grid, noise }: Pick<StudyResult, 'task' | 'grid' | 'noise'>,
  language: Language,
): ArmFacts {
  const ends = judged(arm, grid);
  return {
    gradient: profile(arm, 'gradient-norm/layer', 'geometric'),
    streamIn: profile(arm, 'stream-rms/in', 'geometric'),
    streamSum: profile(arm, 'stream-rms/sum', 'geometric'),
    streamOut: profile(arm, 'stream-rms/out', 'geometric'),
    identity: profile(arm, 'identity-share', 'arithmetic'),
    selection: selectionCells(arm),
    edge: edgeOf(arm),
    lr: arm.lr,
    warmup: arm.warmup,
    loss: arm.evalLoss.mean,
    telling: noise?.detectable ?? null,
    diverged: ends.diverged.length,
    judged: ends.planned,
    leftOut: ends.leftOut,
    bigramEntropy: task.bigramEntropy,
    uniformEntropy: task.uniformEntropy,
    language,
  };
}

/** The sentences of all rules that apply, in the order of the rules. */
export function apply<Facts>(rules: readonly Rule<Facts>[], facts: Facts): Sentence[] {
  return rules.filter((rule) => rule.when(facts)).map((rule) => rule.say(facts));
}

export function readResult(result: StudyResult, language: Language): Reading {
  const say = ({ key, values }: Sentence): string => message(language, key, values);
  const label = armLabels(result.arms);
  return {
    pairs: result.pairs.flatMap((pair) => apply(pairRules, { pair, label, language }).map(say)),
    arms: result.arms.map((arm) => ({ arm: arm.id, sentences: apply(armRules, armFacts(arm, result, language)).map(say) })),
  };
}
