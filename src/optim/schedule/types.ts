import type { Localized, Text } from '../../core/message/index.ts';
import type { Member } from '../../core/registry.ts';

export interface ScheduleConfig {
  readonly id: string;
  readonly warmupSteps: number;
  /** Learning rate at the end as a share of the peak, where the schedule decays to a floor. */
  readonly finalRatio: number;
  /** Share of all steps that decay, for schedules with a plateau. */
  readonly decayShare: number;
  /** Factor on a rate that follows from the width; of schedules that set their peak themselves. */
  readonly factor?: number;
}

export interface Schedule extends Member {
  readonly title: Localized;
  readonly equation: Text;
  /** The optimizer's rate where a spec names none; the optimizer's own default when left out. */
  readonly lr?: number;
  /** What the optimizer's rate is multiplied with to give the peak; 1 when left out. Schedules that have it take a factor. */
  peak?(config: ScheduleConfig, dModel: number): number;
  /** Multiplier on the peak learning rate after warm-up; `step` from 0, `total` steps in all. */
  after(step: number, total: number, config: ScheduleConfig): number;
}
