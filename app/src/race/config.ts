/** The state of a race: what the cards and the settings hold, and how it stands in the address. */
import { inits, normalizers, placements, type RunInput, type TaskDefinition, tasks } from 'normlab/web';
import { z } from 'zod';

/** Next-character text, or a task that makes its own data: what a page can have without files of several kinds. */
export const raceTasks: readonly TaskDefinition[] = tasks.members.filter(
  ({ architectures, reads, book }) => architectures[0] === 'decoder' && (!reads || (reads.kind === 'text' && book)),
);

const count = (most: number, least = 1) => z.int().min(least).max(most);
const member = (ids: readonly [string, ...string[]]) => z.union([z.enum(ids), z.looseObject({ id: z.enum(ids) })]);

/** Sizes that a browser trains in minutes. */
export const limits = { depth: 64, width: 256, heads: 16, context: 256, batch: 128, steps: 5000, seeds: 10, arms: 4 } as const;

const armSchema = z.strictObject({
  placement: member(placements.ids),
  normalizer: member(normalizers.ids).default('layer'),
  init: z.enum(inits.ids).default('xavier'),
  lr: z.number().gt(0).max(100).default(0.01),
  warmup: count(limits.steps, 0).default(0),
  depth: count(limits.depth).default(6),
});

export const engines = ['auto', 'ort-wasm', 'ort-web-webgpu'] as const;

const sharedSchema = z.strictObject({
  task: z.enum(raceTasks.map(({ id }) => id)).default('copy'),
  width: count(limits.width).default(16),
  heads: count(limits.heads).default(2),
  context: count(limits.context).default(16),
  batch: count(limits.batch).default(8),
  steps: count(limits.steps).default(300),
  clip: z.enum(['1', 'none']).default('1'),
  seed: count(2 ** 31 - 1, 0).default(1),
  seeds: count(limits.seeds).default(1),
  /** Hash of a text of the visitor's own. */
  text: z.string().max(64).default(''),
  engine: z.enum(engines).default('auto'),
});

export type ArmConfig = z.infer<typeof armSchema>;
export type Shared = z.infer<typeof sharedSchema>;

export interface RaceConfig {
  readonly shared: Shared;
  readonly arms: readonly ArmConfig[];
}

export const newArm = (placement: string): ArmConfig => armSchema.parse({ placement });

/** Post and Pre where Post does not learn and Pre does: over within seconds. */
export const firstRace: RaceConfig = { shared: sharedSchema.parse({}), arms: ['post', 'pre'].map(newArm) };

const differing = (given: object, from: object): [string, unknown][] =>
  Object.entries(given).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(from[name as never]));

/** Only what differs from the first race, so that addresses stay short. */
export function toQuery({ shared, arms }: RaceConfig): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of differing(shared, firstRace.shared)) query.set(name, String(value));
  const untouched = JSON.stringify(arms) === JSON.stringify(firstRace.arms);
  if (untouched) return query;
  for (const arm of arms) {
    const own = differing(arm, newArm('post')).filter(([name]) => name !== 'placement');
    query.append('arm', own.length === 0 && typeof arm.placement === 'string' ? arm.placement : armText(arm, own));
  }
  return query;
}

const armText = ({ placement }: ArmConfig, own: readonly [string, unknown][]): string =>
  JSON.stringify({ placement, ...Object.fromEntries(own) });

export interface ReadRace {
  readonly config: RaceConfig;
  /** Whether something in the address did not fit and was left out. */
  readonly mended: boolean;
}

/** Anybody can write an address: what does not fit is left out. */
export function fromQuery(query: URLSearchParams): ReadRace {
  let mended = false;
  const fields: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(sharedSchema.shape)) {
    const given = query.get(name);
    if (given === null) continue;
    const value = typeof firstRace.shared[name as keyof Shared] === 'number' ? Number(given) : given;
    if (schema.safeParse(value).success) fields[name] = value;
    else mended = true;
  }
  const arms = query
    .getAll('arm')
    .slice(0, limits.arms)
    .flatMap((text) => {
      const arm = readArm(text);
      mended ||= arm === undefined;
      return arm ? [arm] : [];
    });
  return { config: { shared: sharedSchema.parse(fields), arms: arms.length > 0 ? arms : firstRace.arms }, mended };
}

function readArm(text: string): ArmConfig | undefined {
  try {
    return armSchema.parse(text.startsWith('{') ? JSON.parse(text) : { placement: text });
  } catch {
    return undefined;
  }
}

export const idOf = (choice: string | { readonly id: string }): string => (typeof choice === 'string' ? choice : choice.id);

/** What the charts need of the insides of a network. */
export const measured = ['gradient-norm', 'stream-rms', 'identity-share', 'embedding-share'] as const;

/** The run of one arm and seed, as a spec: the same that `normlab train` takes. */
export function specOf(
  { placement, normalizer, init, lr, warmup, depth }: ArmConfig,
  shared: Shared,
  seed: number,
  engine: Exclude<Shared['engine'], 'auto'> = 'ort-wasm',
): RunInput {
  const { task, width, heads, context, batch, steps, clip } = shared;
  const fixed = tasks.get(task).fixedSeqLen?.({ id: task }) !== undefined;
  return {
    model: {
      placement: placement as RunInput['model']['placement'],
      normalizer: normalizer as RunInput['model']['normalizer'],
      init: { id: init, embeddingStd: 0.5 } as RunInput['model']['init'],
      nLayers: depth,
      nHeads: heads,
      dModel: width,
      ...(!fixed && { seqLen: context }),
    },
    task: task as RunInput['task'],
    optimizer: { id: 'adamw', lr },
    schedule: { id: 'warmup-cosine', warmupSteps: warmup },
    clip: clip === 'none' ? null : Number(clip),
    batchSize: batch,
    steps,
    seed,
    evaluation: { every: Math.ceil(steps / 5), batches: 4, finalBatches: 24 },
    diagnostics: { every: Math.ceil(steps / 400), series: [...measured] },
    engine: { id: engine as 'ort-wasm', threads: 1 },
  };
}

export const isCustom = (placement: ArmConfig['placement']): placement is Exclude<ArmConfig['placement'], string> =>
  idOf(placement) === 'custom';
