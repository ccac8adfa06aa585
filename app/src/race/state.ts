/** The race of this page: its settings, in step with the address, and the runner. */
import { computed, effect, signal } from '@preact/signals';
import { parseRun, tasks } from 'normlab/web';
import { remember, remembered, thisTab } from '../shell/memory.ts';
import { route, writeQuery } from '../shell/route.ts';
import { forgetRace } from '../worker/kept.ts';
import { type Told, told } from '../worker/told.ts';
import { type ArmConfig, fromQuery, idOf, limits, newArm, type RaceConfig, type Shared, specOf, toQuery } from './config.ts';
import { engineFor, runsOn } from './engine.ts';
import { type Phase, Runner, type Start } from './runner.ts';
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
export const refusal = signal<Told | undefined>(undefined);
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

const problemsOf = ({ arms, shared }: RaceConfig) =>
  arms.map((arm) => {
    try {
      parseRun(specOf(arm, shared, shared.seed));
      return undefined;
    } catch (error) {
      return told(error);
    }
  });

/** For each arm what is wrong with it as it stands, if something is. */
export const problems = computed(() => problemsOf(config.value));

/** How far each arm is: the runs that have begun, and the steps of all of them. */
interface Place {
  readonly runs: number;
  readonly steps: number;
}

/** What a tab remembers of the race it shows; its runs are kept by the workers. */
interface Left {
  readonly race: string;
  readonly query: string;
  readonly phase: Phase;
  readonly places: readonly Place[];
}

/** The name under which the runs of the race that is shown are kept. */
let name = '';

/** @param steps to take before pausing. */
export async function start(steps = Number.POSITIVE_INFINITY): Promise<void> {
  await run(config.value, (specs) => {
    void forgetRace(name);
    name = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
    return { specs, race: name, goOn: false, steps: specs.map(() => steps) };
  });
}

type Specs = Start['specs'];

/** Counts the races that were asked for: a text or an adapter may take its time, and another race be asked for meanwhile. */
let asked = 0;

async function run(race: RaceConfig, howTo: (specs: Specs) => Omit<Start, 'files'>): Promise<void> {
  const { shared, arms } = race;
  const mine = ++asked;
  refusal.value = undefined;
  try {
    if (problemsOf(race).some(Boolean)) return;
    const [files, chosen] = await Promise.all([filesFor(shared.task, shared.text), engineFor(race)]);
    if (mine !== asked) return;
    const seeds = Array.from({ length: shared.seeds }, (_, i) => shared.seed + i);
    shown.value = race;
    runsOn.value = chosen;
    pointed.value = undefined;
    runner.start({ ...howTo(arms.map((arm) => seeds.map((seed) => specOf(arm, shared, seed, chosen.engine)))), files });
  } catch (error) {
    if (mine === asked) refusal.value = told(error);
  }
}

export function anotherSeed(): Promise<void> {
  const { seed, seeds } = config.value.shared;
  changeShared({ seed: seed + seeds });
  return start();
}

const isMissing = ({ text }: Shared): boolean => text !== '' && ownText.value?.id !== text;

/** The text the address speaks of is not in this tab: the book is read in its place. */
export const textMissing = computed(() => isMissing(config.value.shared));

const memory = 'race';

function leave(): void {
  const [race, phase] = [shown.peek(), runner.phase.peek()];
  if (!race || phase === 'ready') return;
  const places = runner.lanes
    .peek()
    .map(({ runs }) => ({ runs: runs.length, steps: runs.reduce((sum, { steps }) => sum + steps.length, 0) }));
  remember(memory, JSON.stringify({ race: name, query: toQuery(race).toString(), phase, places } satisfies Left), thisTab);
}
addEventListener('pagehide', leave);
// A tab that crashes says no farewell.
effect(() => {
  runner.phase.value;
  leave();
});

/** Goes on with what was shown when the page was left. @returns whether it did. */
export function resume(): boolean {
  try {
    const left = JSON.parse(remembered(memory, thisTab) ?? 'null') as Left | null;
    if (!left) return false;
    const { config: race } = fromQuery(new URLSearchParams(left.query));
    const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    const sameAddress = left.query === toQuery(config.value).toString();
    // An address that was typed in stands for itself; a reload shows again what the page showed.
    if ((navigation?.type !== 'reload' && !sameAddress) || isMissing(race.shared)) return false;
    name = String(left.race);
    const [paused, ended] = [left.phase === 'paused', left.phase === 'ended'];
    void run(race, (specs) => ({
      race: name,
      goOn: true,
      specs: ended ? specs.map((own, i) => own.slice(0, left.places[i]?.runs)) : specs,
      steps: specs.map((_, i) => (paused ? Math.max(1, Number(left.places[i]?.steps ?? 1)) : Number.POSITIVE_INFINITY)),
    }));
    return true;
  } catch {
    // Nothing that can be gone on with.
    return false;
  }
}

/** Has the race on the cards compiled while its visitor still reads; texts come later, and GPUs. */
export function prepare(): void {
  const { shared, arms } = config.peek();
  if (tasks.get(shared.task).reads || shared.engine === 'ort-web-webgpu' || problems.peek().some(Boolean)) return;
  runner.prepare(arms.map((arm) => specOf(arm, shared, shared.seed)));
}
