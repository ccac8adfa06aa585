/** At what scale a claim was measured, in words read off its needs. */
import { type Language, message } from '../core/message/index.ts';
import type { StudyOptions } from '../study/options.ts';
import type { Need } from './need/types.ts';
import type { Claim } from './types.ts';

export const scaleOf = ({ needs }: Claim, language: Language): string[] => {
  const lines = Object.values(needs).map((need) => lineOf(need, language));
  return lines.length > 0 ? lines : [message(language, 'claim.scale.none')];
};

const listed = (values: readonly unknown[]): string => values.join(', ');

function lineOf(need: Need, language: Language): string {
  if (need.kind === 'signal') {
    const { depths, width, seeds, batchSize } = need;
    return message(language, 'claim.scale.signal', { depths: listed(depths), width, seeds, batch: batchSize });
  }
  const { options } = need.kind === 'study' ? need : need.study;
  const values = valuesOf(options);
  if (need.kind === 'initial') return message(language, 'claim.scale.initial', { ...values, probes: listed(need.probes) });
  const trained = message(language, 'claim.scale.study', values);
  return need.kind === 'study' ? trained : message(language, 'claim.scale.trained', { trained, probes: listed(need.probes) });
}

function valuesOf({
  task,
  model,
  steps,
  batchSize,
  lr = [],
  warmup = [],
  seeds = [],
  selectSeeds = [],
  protocol,
  vary,
  arms = [],
}: StudyOptions) {
  const own = arms.map((arm) => (typeof arm === 'string' ? {} : (arm.varied ?? {})));
  const sizes = Object.values(vary ?? {})[0] ?? [...new Set(own.flatMap((varied) => Object.values(varied)))];
  const judging = protocol?.id === 'map' ? selectSeeds : seeds;
  return {
    task: typeof task === 'string' ? task : (task?.id ?? 'text'),
    depths: listed(sizes),
    width: model?.dModel ?? 0,
    steps: steps ?? 0,
    batch: batchSize ?? 0,
    lr: listed(lr),
    warmup: listed(warmup),
    seeds: typeof judging === 'number' ? judging : judging.length,
  };
}
