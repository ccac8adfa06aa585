import { defineFamily } from '../../core/registry.ts';
import { constant } from './constant.ts';
import { cosine } from './cosine.ts';
import { inverseSqrt } from './inverse-sqrt.ts';
import { noam } from './noam.ts';
import type { Schedule, ScheduleConfig } from './types.ts';
import { warmup } from './warmup.ts';
import { wsd } from './wsd.ts';

export const schedules = defineFamily<Schedule>('schedule', [cosine, warmup, inverseSqrt, noam, wsd, constant]);

/** The highest rate that a schedule reaches: the optimizer's, or what the schedule makes of it in a model of this width. */
export const peakRate = (config: ScheduleConfig, lr: number, dModel: number): number =>
  lr * (schedules.get(config.id).peak?.(config, dModel) ?? 1);

/** The learning rate of one step (from 0): linear from peak/warmup to the peak, then what the schedule says. */
export function learningRate(config: ScheduleConfig, lr: number, step: number, total: number, dModel: number): number {
  const peak = peakRate(config, lr, dModel);
  if (step < config.warmupSteps) return (peak * (step + 1)) / config.warmupSteps;
  return peak * schedules.get(config.id).after(step, total, config);
}
