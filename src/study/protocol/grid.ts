import { choose } from '../choose.ts';
import { selectionPlans } from '../plan.ts';
import { defineProtocol } from './types.ts';

export const grid = defineProtocol({
  id: 'grid',
  title: { en: 'the whole grid', zh: '完整网格' },
  about: {
    en: 'every arm tries every setting on every selection seed; the best one is judged',
    zh: '每个方案在每个选择种子上尝试每种设置，取最好的一种来评判',
  },
  options: {},
  judges: true,
  foreseen: (settings, steps) => settings.map(() => steps),
  select: async (plan, _steps, _options, run) => {
    const runs = await run(selectionPlans(plan));
    return { runs, choices: choose(plan.arms, runs) };
  },
});
