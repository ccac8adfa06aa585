import type { Member } from '../../core/registry.ts';

export interface ScheduleConfig {
  readonly id: string;
  readonly warmupSteps: number;
  /** Learning rate at the end as a share of the peak, where the schedule decays to a floor. */
  readonly finalRatio: number;
  /** Share of all steps that decay, for schedules with a plateau. */
  readonly decayShare: number;
}

export interface Schedule extends Member {
  readonly title: string;
  readonly equation: string;
  /** Multiplier on the peak learning rate after warm-up; `step` from 0, `total` steps in all. */
  after(step: number, total: number, config: ScheduleConfig): number;
}
