/** Where training holds: every setting on every seed, then more learning rates where survival turns. Nothing is chosen or judged. */
import { number } from '../../core/options.ts';
import { selectionPlans } from '../plan.ts';
import { type Setting, settingKey, settingsOf } from '../setting.ts';
import type { RunRecord } from '../types.ts';
import { defineProtocol } from './types.ts';

export const map = defineProtocol({
  id: 'map',
  title: { en: 'stability map', zh: '稳定性图' },
  about: {
    en: 'every setting on every selection seed, refined between the learning rates where training stops surviving; nothing is judged',
    zh: '在每个选择种子上运行每种设置，并在训练开始发散的学习率之间加密；不作评判',
  },
  options: {
    refine: number(
      1,
      { en: 'rounds of new learning rates at the boundary', zh: '在边界处追加学习率的轮数' },
      { min: 0, max: 6, integer: true },
    ),
  },
  judges: false,
  foreseen: (settings, steps) => settings.map(() => steps),
  select: async (plan, _steps, { refine }, run) => {
    const runs: RunRecord[] = [];
    let next = new Map(plan.arms.map((arm) => [arm, settingsOf(plan.grid)]));
    for (let round = 0; round <= refine && [...next.values()].some(({ length }) => length > 0); round++) {
      const planned = selectionPlans(plan, (arm) => next.get(arm) ?? []);
      const made = await run(planned);
      runs.push(...made);
      if (made.length < planned.length) break;
      next = new Map(plan.arms.map((arm) => [arm, boundary(runs.filter((one) => one.arm === arm))]));
    }
    return { runs, choices: new Map() };
  },
});

/** Between two neighbouring learning rates of one warm-up of which the lower survives more often: their geometric mean. */
export function boundary(runs: readonly RunRecord[]): Setting[] {
  const columns = new Map<string, RunRecord[]>();
  for (const run of runs) {
    const key = settingKey({ ...run, lr: 0 });
    columns.set(key, [...(columns.get(key) ?? []), run]);
  }
  return [...columns.values()].flatMap((column) => {
    const rates = [...new Set(column.map(({ lr }) => lr))].sort((a, b) => a - b);
    const survived = (lr: number) => column.filter((run) => run.lr === lr && run.status === 'finished').length;
    const [{ warmup, fields }] = column as [RunRecord];
    return rates.flatMap((low, i) => {
      const high = rates[i + 1];
      return high !== undefined && survived(low) > survived(high) ? [{ lr: between(low, high), warmup, fields }] : [];
    });
  });
}

/** Three significant digits: a learning rate that people can read. */
const between = (low: number, high: number): number => Number(Math.sqrt(low * high).toPrecision(3));
