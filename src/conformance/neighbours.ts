/** Models that a kit's could be mistaken for: what each makes of the first batch, so that a checker can say which one it was given. */
import { canonicalJson } from '../core/json.ts';
import type { OptionSpecs, OptionValue } from '../core/options.ts';
import type { Engine } from '../engine/types.ts';
import { newGraph } from '../graph/program.ts';
import { activations } from '../model/activation/index.ts';
import { attentionNorms } from '../model/attention-norm/index.ts';
import { normalizers } from '../model/normalizer/index.ts';
import { comesTo } from '../model/placement/alike.ts';
import { checkPlacement } from '../model/placement/check.ts';
import { placements } from '../model/placement/index.ts';
import { positions } from '../model/position/index.ts';
import { buildTransformer } from '../model/transformer.ts';
import type { Choice, ModelConfig } from '../model/types.ts';
import { firstBatch } from './answer.ts';
import { mixedPlacements } from './mixed.ts';
import type { KitQuestion, KitTensor, Neighbour, Neighbourhood } from './types.ts';

/** Parameters up to which neighbours are computed: a kit for reading, which takes a second or two. */
const readable = 20_000;

type Change = Readonly<Partial<Record<keyof ModelConfig, unknown>>>;

/** Every neighbour that has the kit's parameters, or some of them; norms of other sites take those of the same sublayer. */
export async function neighbourhood(engine: Engine, question: KitQuestion): Promise<Neighbourhood> {
  const { model } = question.spec;
  const models: Neighbour[] = [{ change: '', ...(await numbersOf(engine, question)) }];
  const small = question.parameters.reduce((total, { data }) => total + data.length, 0) <= readable;
  const seen = new Set([sameness(model)]);
  for (const { name, change } of small ? changes(model) : []) {
    const other = { ...model, ...change } as ModelConfig;
    const asked = askedOf(question, other);
    if (!asked || seen.has(sameness(other))) continue;
    seen.add(sameness(other));
    const sized = sameness({ ...other, normalizer: { ...other.normalizer, eps: epsOf(model) } }) === sameness(model) && {
      eps: epsOf(other),
    };
    const found: Neighbour = { change: name, ...sized, ...(await numbersOf(engine, asked)) };
    if (Number.isFinite(found.loss + found.gradientNorm) && !models.some((known) => alike(known, found))) models.push(found);
  }
  return { eps: epsOf(model), models: models.slice(1) };
}

async function numbersOf(engine: Engine, question: KitQuestion): Promise<Pick<Neighbour, 'loss' | 'gradientNorm'>> {
  const { loss, gradients } = await firstBatch(engine, question);
  return { loss, gradientNorm: Math.hypot(...gradients.flatMap(({ data }) => Array.from(data))) };
}

/** Whether two models give the same numbers but for rounding: they are one function, however it is written. */
const alike = (a: Neighbour, b: Neighbour): boolean =>
  (['loss', 'gradientNorm'] as const).every((name) => Math.abs(a[name] - b[name]) <= 1e-13 * Math.abs(a[name]));

/** Equal for models that are the same function of the same parameters. */
const sameness = (model: ModelConfig): string => canonicalJson({ ...model, ...comesTo(model) });

const epsOf = ({ normalizer }: ModelConfig): number => normalizer.eps ?? normalizers.get(normalizer.id).eps;

interface Changed {
  readonly name: string;
  readonly change: Change;
}

/** One field at a time, then the placement of one block or sublayer. */
const changes = (model: ModelConfig): Changed[] => [
  ...fieldChanges(model).map((change) => ({ name: text(change), change })),
  ...mixedPlacements(model).map(({ name, placement }) => ({ name: `placement: ${name}`, change: { placement } })),
];

/** With the placement also the final norm, which it brings or leaves out. */
function fieldChanges(model: ModelConfig): Change[] {
  const { placement, normalizer, finalNorm, embeddingNorm } = model;
  const eps = epsOf(model);
  const sizes = new Set([eps * 10, eps / 10, 1e-3, 1e-5, 1e-6, 1e-8, 1e-12, 0].map((size) => Number(size.toPrecision(3))));
  const others = placements.members.filter(({ id, written }) => id !== placement.id && !written);
  const own: Change[] = [finalNorm !== true, finalNorm !== false].flatMap((open, i) => (open ? [{ finalNorm: i === 0 }] : []));
  return [
    ...[...sizes].filter((size) => size !== eps).map((size) => ({ normalizer: { ...normalizer, eps: size } })),
    ...own,
    ...others.flatMap(({ id }) => [{}, ...own].map((more) => ({ placement: { id }, ...more }))),
    ...variants(placements.get(placement.id).options, placement).map((given) => ({ placement: given })),
    ...normalizers.ids.filter((id) => id !== normalizer.id).map((id) => ({ normalizer: { id } })),
    ...variants(normalizers.get(normalizer.id).options, normalizer).map((given) => ({ normalizer: given })),
    ...[true, false].filter((on) => on !== embeddingNorm).map((on) => ({ embeddingNorm: on })),
    ...attentionNorms.ids.filter((id) => id !== model.attentionNorm.id).map((id) => ({ attentionNorm: { id } })),
    ...activations.ids.filter((id) => id !== model.activation).map((activation) => ({ activation })),
    ...positions.ids.filter((id) => id !== model.position).map((position) => ({ position })),
    model.embeddingScale === undefined ? { embeddingScale: 'sqrt(width)' } : { embeddingScale: undefined },
  ];
}

/** The member with each of its choices and flags otherwise. */
const variants = (specs: OptionSpecs, given: Choice): Choice[] =>
  Object.entries(specs).flatMap(([name, spec]) => {
    const values: readonly OptionValue[] = spec.kind === 'choice' ? spec.choices : spec.kind === 'flag' ? [true, false] : [];
    return values.filter((value) => value !== (given[name] ?? spec.default)).map((value) => ({ ...given, [name]: value }));
  });

/** As specs say it: `placement: post, finalNorm: true`. */
const text = (change: Change): string =>
  Object.entries(change)
    .map(([field, value]) => {
      if (typeof value !== 'object') return `${field}: ${value ?? 'none'}`;
      const { id, ...options } = value as Choice;
      const given = Object.entries(options).map(([name, option]) => `${name}=${option}`);
      return `${field}: ${[id, ...given].join(':')}`;
    })
    .join(', ');

/** The kit's question to another model; undefined where that one needs parameters, states or masks which the kit has not. */
function askedOf(question: KitQuestion, model: ModelConfig): KitQuestion | undefined {
  const { batchSize } = question.spec;
  const scope = scopeOf(model, batchSize);
  if (!scope) return undefined;
  const wanted = [...scope.parameters.values(), ...scope.states.values()].map(({ spec }) => spec);
  const masks = new Set(question.inputs.map(({ key }) => key.slice('step.0.'.length)));
  if (scope.masks.some(({ name }) => !masks.has(name))) return undefined;
  const parameters = taken(wanted, question.parameters, (keys) => keys) ?? taken(wanted, question.parameters, withoutSites);
  return parameters && { ...question, spec: { ...question.spec, model }, parameters };
}

/** What is no model at all, or has norms that nobody would read, is no neighbour. */
function scopeOf(model: ModelConfig, batchSize: number) {
  try {
    checkPlacement(model);
    return buildTransformer(newGraph(), model, { batchSize, train: true }).scope;
  } catch {
    return undefined;
  }
}

type Naming = (keys: readonly string[]) => readonly string[];

function taken(wanted: readonly Omit<KitTensor, 'data'>[], given: readonly KitTensor[], naming: Naming): KitTensor[] | undefined {
  const names = naming(given.map(({ key }) => key));
  const byName = new Map(given.map((tensor, i) => [names[i] as string, tensor]));
  const found = naming(wanted.map(({ key }) => key)).map((name) => byName.get(name));
  if (!found.every((tensor, i) => tensor?.shape.join() === wanted[i]?.shape.join())) return undefined;
  return wanted.map(({ key, shape }, i) => ({ key, shape, data: (found[i] as KitTensor).data }));
}

const site = /^(.*)\.(entry|input|output|exit)_norm\./;

/** Names in which the norms around a branch are numbered, wherever they stand. */
const withoutSites: Naming = (keys) => {
  const seen = new Map<string, string[]>();
  return keys.map((key) => {
    const [, place = '', name = ''] = site.exec(key) ?? [];
    if (name === '') return key;
    const sites = seen.get(place) ?? [];
    if (!sites.includes(name)) seen.set(place, sites.concat(name));
    return key.replace(`${name}_norm`, `norm${(seen.get(place) as string[]).indexOf(name)}`);
  });
};
