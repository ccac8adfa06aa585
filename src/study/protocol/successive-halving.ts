/** Jamieson & Talwalkar 2016 (arXiv:1502.07943): many settings for a few steps, the best share for more, the last ones for all. */
import { number } from '../../core/options.ts';
import { choose, rankSettings } from '../choose.ts';
import { selectionPlans } from '../plan.ts';
import { type Setting, settingKey, settingsOf } from '../setting.ts';
import type { RunRecord } from '../types.ts';
import { defineProtocol } from './types.ts';

interface Rung {
  readonly steps: number;
  /** Settings that run. */
  readonly settings: number;
}

/** From the shortest rung to the whole training; each keeps one in eta. */
export function rungs(settings: number, steps: number, { eta, minSteps }: { eta: number; minSteps: number }): Rung[] {
  const made: Rung[] = [];
  for (let left = settings; left > 1; left = Math.ceil(left / eta)) made.push({ settings: left, steps: 0 });
  // The last rung but the final choice trains to the end; those before it 1/eta, 1/eta² … of that.
  return made
    .map(({ settings: n }, i) => ({ settings: n, steps: Math.max(minSteps, Math.round(steps / eta ** (made.length - 1 - i))) }))
    .map(({ settings: n, steps: s }) => ({ settings: n, steps: Math.min(s, steps) }));
}

/** Shorter training, everything in proportion: a rung of a quarter of the steps warms up for a quarter of them. */
function shortened({ lr, warmup, fields }: Setting, rung: number, steps: number): Setting {
  if (rung >= steps) return { lr, warmup, fields };
  return { lr, warmup: Math.min(rung - 1, Math.round((warmup * rung) / steps)), fields: { ...fields, steps: rung } };
}

export const successiveHalving = defineProtocol({
  id: 'successive-halving',
  title: { en: 'successive halving', zh: '逐次减半' },
  about: {
    en: 'all settings train for a few steps, the best share goes on with more, the last ones with all; a diverged setting is worst',
    zh: '所有设置先训练少量步数，较好的一部分继续更长的训练，最后剩下的训练到底；发散的设置排在最后',
  },
  options: {
    eta: number(3, { en: 'one setting in eta goes on', zh: '每 eta 个设置留下一个' }, { min: 2, max: 16, integer: true }),
    minSteps: number(20, { en: 'steps of the shortest training', zh: '最短训练的步数' }, { min: 2, integer: true }),
  },
  judges: true,
  foreseen: (settings, steps, options) =>
    settings.length === 1
      ? []
      : rungs(settings.length, steps, options).flatMap((rung) => Array.from({ length: rung.settings }, () => rung.steps)),
  select: async (plan, steps, options, run) => {
    const all = settingsOf(plan.grid);
    const runs: RunRecord[] = [];
    let left = new Map(plan.arms.map((arm) => [arm, all]));
    let last: readonly RunRecord[] = [];
    if (all.length === 1) return { runs, choices: new Map(plan.arms.map((arm) => [arm, all[0] as Setting])) };
    for (const rung of rungs(all.length, steps, options)) {
      const planned = selectionPlans(plan, (arm) => (left.get(arm) ?? []).map((setting) => shortened(setting, rung.steps, steps)));
      last = await run(planned);
      runs.push(...last);
      if (last.length < planned.length) break;
      left = new Map(plan.arms.map((arm) => [arm, survivors(left.get(arm) ?? [], arm, last, rung, steps, options.eta)]));
    }
    const choices = new Map(
      [...left].flatMap(([arm, [setting]]) => (setting && choose([arm], last).has(arm) ? [[arm, setting] as const] : [])),
    );
    return { runs, choices };
  },
});

/** The settings of an arm that go on, best first. */
function survivors(
  settings: readonly Setting[],
  arm: string,
  runs: readonly RunRecord[],
  { steps: rung, settings: n }: Rung,
  steps: number,
  eta: number,
): Setting[] {
  const whole = new Map(settings.map((setting) => [settingKey(shortened(setting, rung, steps)), setting]));
  const ranked = rankSettings(runs.filter((run) => run.arm === arm)).flatMap((setting) => whole.get(settingKey(setting)) ?? []);
  return ranked.slice(0, Math.max(1, Math.ceil(n / eta)));
}
