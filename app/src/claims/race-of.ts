/** The race that comes nearest to a claim's study: its arms at one size, one learning rate and one seed. */
import { type ArmInput, type Claim, inits, normalizers, placements, type StudyNeed, tasks } from 'normlab/web';
import { type ArmConfig, firstRace, fromQuery, limits, newArm, type RaceConfig, raceTasks, toQuery } from '../race/config.ts';

export interface ArmName {
  readonly arm: string;
  /** Steps, where the arms differ in them. */
  readonly warmup: number | undefined;
}

export interface ClaimRace {
  readonly config: RaceConfig;
  readonly named: readonly ArmName[];
  /** Arms of the study that the race has no room for, or cannot build. */
  readonly left: readonly ArmName[];
}

type Options = StudyNeed['options'];
type Choice = string | { readonly id: string };

/** Undefined where no race is like the study: another task, optimizer or schedule, or a measurement that training does not show. */
export function raceOf({ id, needs }: Claim): ClaimRace | undefined {
  const [need, ...others] = Object.values(needs);
  if (need?.kind !== 'study' || others.length > 0) return undefined;
  const { options } = need;
  const task = taskOf(options);
  const { optimizer, schedule, clip = 1, model = {}, steps = 0, batchSize = firstRace.shared.batch } = options;
  if (task === undefined || optimizer || schedule || (clip !== 1 && clip !== null)) return undefined;
  const { arms, left } = armsOf(options, id);
  if (arms.length < 2) return undefined;
  const shared = {
    ...firstRace.shared,
    task,
    width: model.dModel ?? firstRace.shared.width,
    heads: model.nHeads ?? firstRace.shared.heads,
    context: model.seqLen ?? firstRace.shared.context,
    batch: batchSize,
    steps,
    clip: clip === null ? ('none' as const) : ('1' as const),
  };
  const config: RaceConfig = { shared, arms: arms.map((arm) => arm.config) };
  // What the race's own address would not carry cannot be raced.
  return fromQuery(toQuery(config)).mended ? undefined : { config, named: arms.map(({ name }) => name), left };
}

/** Where the study reads what the race reads, and sets nothing that the race does not. */
function taskOf({ task = 'text' }: Options): string | undefined {
  const { id, ...given } = typeof task === 'string' ? { id: task } : task;
  if (!raceTasks.some((known) => known.id === id)) return undefined;
  const { options } = tasks.get(id);
  return Object.entries(given).every(([name, value]) => options[name]?.default === value) ? id : undefined;
}

interface Named {
  readonly name: ArmName;
  readonly config: ArmConfig;
}

const middle = <T>(values: readonly T[]): T | undefined => values[Math.floor(values.length / 2)];

/** Each arm once, at a size and a learning rate from the middle; with and without warm-up where the study is about that. */
function armsOf(options: Options, claim: string): { readonly arms: readonly Named[]; readonly left: readonly ArmName[] } {
  const { lr = [], warmup = [0], protocol } = options;
  const depth = depthOf(options);
  const bases = [...new Map((options.arms ?? []).map((arm) => [baseOf(arm), arm])).entries()];
  // What the claim is called after comes first: there may be no room for the others.
  const words = claim.split('-');
  const mentioned = (base: string): boolean => words.includes(base.split('-')[0] as string);
  const ordered = [...bases.filter(([base]) => mentioned(base)), ...bases.filter(([base]) => !mentioned(base))];
  const warmups = protocol?.id === 'map' ? warmup : warmup.slice(0, 1);
  const all = ordered.flatMap(([base, arm]) =>
    warmups.map((steps) => {
      const config = armConfig(arm, { lr: middle(lr) ?? newArm('pre').lr, warmup: steps, depth });
      return { name: { arm: base, warmup: warmups.length > 1 ? steps : undefined }, config };
    }),
  );
  const arms = all.filter((one): one is Named => one.config !== undefined).slice(0, limits.arms);
  return { arms, left: all.map(({ name }) => name).filter((name) => !arms.some((arm) => arm.name === name)) };
}

const baseOf = (arm: ArmInput): string => (typeof arm === 'string' ? arm : (arm.base ?? arm.id));

const depthPath = 'model.nLayers';

function depthOf({ arms = [], vary = {} }: Options): number {
  const varied = (vary as Readonly<Record<string, readonly unknown[]>>)[depthPath] ?? [];
  const own = arms.flatMap((arm) => (typeof arm === 'string' ? [] : [arm.varied?.[depthPath]]));
  const sizes = [...new Set([...varied, ...own])].filter((size) => typeof size === 'number').sort((a, b) => a - b);
  return middle(sizes) ?? newArm('pre').depth;
}

type Setting = Pick<ArmConfig, 'lr' | 'warmup' | 'depth'>;

/** Undefined for an arm that a card cannot hold. */
function armConfig(arm: ArmInput, setting: Setting): ArmConfig | undefined {
  const {
    placement,
    normalizer = 'layer',
    init = 'xavier',
    ...rest
  } = (typeof arm === 'string' ? { placement: arm } : arm.model) as Record<string, Choice>;
  if (Object.keys(rest).length > 0 || !isMember(placement, placements.ids) || !isMember(normalizer, normalizers.ids)) return undefined;
  if (typeof init !== 'string' || !(inits.ids as readonly string[]).includes(init)) return undefined;
  return { ...newArm('pre'), ...setting, placement, normalizer, init } as ArmConfig;
}

const isMember = (choice: Choice | undefined, ids: readonly string[]): boolean =>
  choice !== undefined && ids.includes(typeof choice === 'string' ? choice : choice.id);
