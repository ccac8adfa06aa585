/** A study that grows: what may be added to one that has begun, and what would make it another. */
import { UserError } from '../core/errors.ts';
import { canonicalJson } from '../core/json.ts';
import { type Arm, type ArmInput, readArm, varyArm } from './arm.ts';
import { judges } from './judges.ts';
import { checkPlan, type Grid, type StudyPlan } from './plan.ts';
import { fieldName } from './setting.ts';

/** What is added to a study. */
export interface Growth {
  readonly arms?: readonly ArmInput[];
  readonly lr?: readonly number[];
  readonly warmup?: readonly number[];
  /** Judging seeds in all; selection seeds where nothing is judged. */
  readonly seeds?: number;
}

/** The same study with more of it. @throws UserError when it would have fewer seeds, or an arm twice. */
export function grow(plan: StudyPlan, { arms = [], lr = [], warmup = [], seeds }: Growth): StudyPlan {
  const added = arms.map(readArm).flatMap((arm) => pointsOf(plan).map((varied) => varyArm(arm, varied)));
  const twice = added.find(({ id }) => plan.arms.includes(id));
  if (twice) throw new UserError('error.armTwice', { given: twice.id });
  const which = judges(plan) ? 'judgeSeeds' : 'selectSeeds';
  const grid: Grid = {
    ...plan.grid,
    lr: merged(plan.grid.lr, lr),
    warmup: merged(plan.grid.warmup, warmup),
    ...(seeds !== undefined && { [which]: moreSeeds(plan.grid, which, seeds) }),
  };
  const grown = {
    ...plan,
    arms: [...plan.arms, ...added.map(({ id }) => id)],
    own: { ...plan.own, ...Object.fromEntries(added.map((arm) => [arm.id, arm])) },
    grid,
  };
  checkPlan(grown);
  return grown;
}

const merged = (before: readonly number[], more: readonly number[]): number[] => [...new Set([...before, ...more])].sort((a, b) => a - b);

/** What the arms were varied to; once nothing for a study that varies nothing. */
const pointsOf = ({ own }: StudyPlan): NonNullable<Arm['varied']>[] => [
  ...new Map(Object.values(own).map(({ varied = {} }) => [canonicalJson(varied), varied])).values(),
];

function moreSeeds({ selectSeeds, judgeSeeds }: Grid, which: 'selectSeeds' | 'judgeSeeds', n: number): number[] {
  const before = { selectSeeds, judgeSeeds }[which];
  if (n < before.length) throw new UserError('error.studyFewerSeeds', { given: n, before: before.length });
  const from = Math.max(0, ...selectSeeds, ...judgeSeeds) + 1;
  return [...before, ...Array.from({ length: n - before.length }, (_, i) => from + i)];
}

/** Why a plan is not one of before with more of it. */
export type Difference =
  | { readonly field: string; readonly lacks: string }
  | { readonly field: string; readonly before: string; readonly now: string };

/** The first thing in which `now` is more than `before` grown; undefined when it is that. Names do not matter. */
export function differenceOf(before: StudyPlan, now: StudyPlan): Difference | undefined {
  const shared = before.arms.filter((id) => now.arms.includes(id));
  const [then, here] = [before, now].map((plan) => flatten({ ...sharedParts(plan), arms: pick(plan.own, shared) }));
  const paths = [...Object.keys(then as Flat), ...Object.keys(here as Flat)];
  const other = paths.find((path) => then?.[path] !== here?.[path]);
  if (other !== undefined) return { field: fieldName(other), before: then?.[other] ?? '–', now: here?.[other] ?? '–' };
  const after = growing(now);
  for (const [field, values] of Object.entries(growing(before))) {
    const lacking = values.filter((value) => !after[field]?.some((one) => canonicalJson(one) === canonicalJson(value)));
    if (lacking.length > 0) return { field: fieldName(field), lacks: lacking.map(word).join(', ') };
  }
  return undefined;
}

/** All but what may grow. A protocol that is left out is the grid. */
const sharedParts = ({ base: { evaluation, ...base }, grid, protocol = { id: 'grid' } }: StudyPlan) => ({
  ...base,
  // Follows from the steps, which are named first.
  evaluation,
  protocol,
  tune: Object.keys(grid.fields ?? {}),
});

/** The lists that may become longer, by the names people use for them. */
const growing = ({ arms, grid }: StudyPlan): Readonly<Record<string, readonly unknown[]>> => ({
  arms,
  lr: grid.lr,
  warmup: grid.warmup,
  'seeds.select': grid.selectSeeds,
  'seeds.judge': grid.judgeSeeds,
  ...grid.fields,
});

const pick = (own: StudyPlan['own'], ids: readonly string[]) =>
  Object.fromEntries(ids.map((id) => [id, { model: own[id]?.model, fields: own[id]?.fields }]));

const word = (value: unknown): string => (typeof value === 'string' ? value : canonicalJson(value));

type Flat = Readonly<Record<string, string>>;

/** Path -> value as a word; what is undefined is not there. */
function flatten(value: unknown, path = ''): Flat {
  if (value === undefined) return {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { [path]: word(value) };
  return Object.assign({}, ...Object.entries(value).map(([key, child]) => flatten(child, path === '' ? key : `${path}.${key}`)));
}
