/** The race of this page: its settings, in step with the address, and the runner. */
import { computed, effect, signal } from '@preact/signals';
import { type MessageValues, parseRun, tasks, UserError } from 'normlab/web';
import { forget, remember, remembered, thisTab } from '../shell/memory.ts';
import { route, writeQuery } from '../shell/route.ts';
import { told } from '../worker/told.ts';
import { type ArmConfig, fromQuery, idOf, limits, newArm, type RaceConfig, type Shared, specOf, toQuery } from './config.ts';
import { Runner } from './runner.ts';
import { filesFor, ownText } from './text.ts';

const read = fromQuery(route.value.view === 'race' ? route.value.query : new URLSearchParams());

export const config = signal<RaceConfig>(read.config);
/** Whether part of the address did not fit. */
export const mended = signal(read.mended);
/** Whether a change of one arm is made to all. */
export const together = signal(false);
export const runner = new Runner();
/** The settings of the race that is shown: later changes of the cards do not touch it. */
export const shown = signal<RaceConfig | undefined>(undefined);
/** What kept a race from starting. */
export const refusal = signal<{ key: string; values: MessageValues } | undefined>(undefined);
/** The step that all charts point at; undefined for the last one. */
export const pointed = signal<number | undefined>(undefined);

effect(() => writeQuery('race', toQuery(config.value)));
effect(() => {
  const { view, query } = route.value;
  if (view !== 'race' || query.toString() === toQuery(config.peek()).toString()) return;
  const again = fromQuery(query);
  config.value = again.config;
  mended.value = again.mended;
});

export function changeShared(change: Partial<Shared>): void {
  config.value = { ...config.value, shared: { ...config.value.shared, ...change } };
}

export function changeArm(index: number, change: Partial<ArmConfig>): void {
  // Arms are there to differ in their placement.
  const all = together.value && !('placement' in change);
  config.value = { ...config.value, arms: config.value.arms.map((arm, i) => (all || i === index ? { ...arm, ...change } : arm)) };
}

export function addArm(arm?: ArmConfig): void {
  const { arms } = config.value;
  const unused = ['sandwich', 'none', 'peri', 'deepnorm'].find((id) => !arms.some(({ placement }) => idOf(placement) === id));
  const next = arm ?? { ...(arms.at(-1) as ArmConfig), placement: newArm(unused ?? 'pre').placement };
  config.value = { ...config.value, arms: [...arms.slice(0, limits.arms - 1), next] };
}

export const removeArm = (index: number): void => {
  config.value = { ...config.value, arms: config.value.arms.filter((_, i) => i !== index) };
};

/** For each arm what is wrong with it as it stands, if something is. */
export const problems = computed(() =>
  config.value.arms.map((arm) => {
    try {
      parseRun(specOf(arm, config.value.shared, config.value.shared.seed));
      return undefined;
    } catch (error) {
      return told(error);
    }
  }),
);

/** @param steps to take before pausing. */
export async function start(steps = Number.POSITIVE_INFINITY): Promise<void> {
  const race = config.value;
  const { shared, arms } = race;
  refusal.value = undefined;
  try {
    if (problems.value.some(Boolean)) return;
    const files = await filesFor(shared.task, shared.text);
    const seeds = Array.from({ length: shared.seeds }, (_, i) => shared.seed + i);
    shown.value = race;
    pointed.value = undefined;
    runner.start({ specs: arms.map((arm) => seeds.map((seed) => specOf(arm, shared, seed))), files, steps });
  } catch (error) {
    refusal.value = error instanceof UserError ? told(error) : { key: 'lab.race.noBook', values: {} };
  }
}

export function anotherSeed(): Promise<void> {
  const { seed, seeds } = config.value.shared;
  changeShared({ seed: seed + seeds });
  return start();
}

/** The text the address speaks of is not in this tab: the book is read in its place. */
export const textMissing = computed(() => config.value.shared.text !== '' && ownText.value?.id !== config.value.shared.text);

// A reload goes on where the page was: the numbers of a run follow from its settings, so it is run again up to there.
const memory = 'race';
addEventListener('pagehide', () => {
  const race = shown.value;
  const phase = runner.phase.value;
  if (!race || phase === 'ready') return forget(memory, thisTab);
  const steps = Math.min(...runner.lanes.value.map(({ runs }) => runs.at(-1)?.steps.length ?? 0));
  remember(memory, JSON.stringify({ query: toQuery(race).toString(), steps: phase === 'paused' ? steps : null }), thisTab);
});

/** Starts again what was shown when the page was left, if the settings are the same. @returns whether it did. */
export function resume(): boolean {
  try {
    const left = JSON.parse(remembered(memory, thisTab) ?? 'null') as { query: string; steps: number | null } | null;
    forget(memory, thisTab);
    if (left?.query !== toQuery(config.value).toString()) return false;
    void start(left.steps === null ? undefined : Math.max(1, Number(left.steps)));
    return true;
  } catch {
    // Nothing that can be gone on with.
    return false;
  }
}

/** Has the race on the cards compiled while its visitor still reads; texts come later. */
export function prepare(): void {
  const { shared, arms } = config.peek();
  if (!tasks.get(shared.task).reads && !problems.peek().some(Boolean)) runner.prepare(arms.map((arm) => specOf(arm, shared, shared.seed)));
}
