import { defineFamily } from '../../core/registry.ts';
import { constant } from './constant.ts';
import { cosine } from './cosine.ts';
import { inverseSqrt } from './inverse-sqrt.ts';
import type { Schedule, ScheduleConfig } from './types.ts';
import { warmup } from './warmup.ts';
import { wsd } from './wsd.ts';

export const schedules = defineFamily<Schedule>('schedule', [cosine, warmup, inverseSqrt, wsd, constant]);

/** The learning rate of one step (from 0): linear from lr/warmup to lr, then what the schedule says. */
export function learningRate(config: ScheduleConfig, lr: number, step: number, total: number): number {
  if (step < config.warmupSteps) return (lr * (step + 1)) / config.warmupSteps;
  return lr * schedules.get(config.id).after(step, total, config);
}
