/** What learning rate an arm tolerates: it rises from 0 over the whole training, and the step that breaks a run says the rate. */

import { selectionPlans } from '../plan.ts';
import type { Axes } from '../setting.ts';
import { defineProtocol } from './types.ts';

/** To the largest of the learning rates, over all steps. */
export const rampAxes = ({ lr, fields }: Axes, steps: number): Axes => ({
  lr: [Math.max(...lr)],
  warmup: [steps - 1],
  ...(fields && { fields }),
});

export const ramp = defineProtocol({
  id: 'ramp',
  title: { en: 'ramp of the learning rate', zh: '学习率递增' },
  about: {
    en: 'one run on every selection seed, its learning rate rising from 0 to the largest of tune.lr; where it breaks is reported, nothing is judged',
    zh: '每个选择种子运行一次，学习率从 0 升到 tune.lr 中的最大值；报告在多大的学习率下崩溃，不作评判',
  },
  options: {},
  judges: false,
  rises: true,
  foreseen: (settings, steps) => settings.map(() => steps),
  select: async (plan, _steps, _options, run) => ({ runs: await run(selectionPlans(plan)), choices: new Map() }),
});
