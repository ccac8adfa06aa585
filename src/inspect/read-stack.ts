/** One stack of blocks: what its names say, what the configuration says, and whether they agree. */
import { type ConfigFile, configFor, depthOf, fileOf, type ModelConfigFile, senseOf } from './config.ts';
import type { Facts, Sibling } from './evidence.ts';
import type { TypeReading } from './flag.ts';
import { gainNotes, rangeOf, readGains } from './gains.ts';
import { readType, typeRow } from './model-type.ts';
import { isOffset, readNormalizer } from './normalizer.ts';
import { type BlockNorms, type FrameNorms, frameNorms, normsOf } from './norms.ts';
import { partOf, type Stack } from './stack.ts';
import type { Candidate, Note, Pattern, StackReading, TensorInfo } from './types.ts';
import { decide, familiesOf, type NamesReading, weigh } from './verdict.ts';

export interface Given {
  readonly tensors: readonly TensorInfo[];
  readonly config: ConfigFile | undefined;
  /** Whether all tensors of the model are there: of a part of them, what is missing says nothing. */
  readonly complete: boolean;
  readonly stacks: readonly Stack[];
  /** What the names say where a rule of its own has read them. */
  readonly known?: readonly Candidate[];
}

/** Readings of a stack: one, or one for each kind of block where a single placement cannot be that of all. */
export async function readStack(stack: Stack, given: Given): Promise<StackReading[]> {
  const whole = readNames(stack, given);
  // Convolutions may attend to channels, and have other norms or none.
  const { norms, rows } = whole.facts;
  if (!given.known && !given.config && norms.outer.length + norms.inner.size + rows.length === 0) return [];
  if (given.known || whole.names.candidates.length > 0) return [await conclude(whole, given, null)];
  const kinds = kindsOf(stack, whole.facts.norms).map((layers) => ({ layers, ...readNames(partOf(stack, layers), given) }));
  const apart = kinds.length > 1 && kinds.length <= mostKinds && kinds.every(({ names }) => names.candidates.length > 0);
  if (!apart) return [await conclude(whole, given, null)];
  return Promise.all(kinds.map(({ layers, ...kind }) => conclude(kind, given, layers)));
}

/** Hybrids have two or three kinds of blocks. */
const mostKinds = 4;

/** Blocks that have the same norms around their branches. */
function kindsOf({ layers }: Stack, { outer }: BlockNorms): number[][] {
  const having = outer.map(({ gains }) => new Set(gains.map(({ layer }) => layer)));
  const kinds = new Map<string, number[]>();
  for (const layer of layers) {
    const kind = having.map((own) => Number(own.has(layer))).join('');
    kinds.set(kind, [...(kinds.get(kind) ?? []), layer]);
  }
  return [...kinds.values()];
}

interface Read {
  readonly facts: Facts;
  readonly names: NamesReading;
}

function readNames(stack: Stack, { tensors, complete, stacks, known }: Given): Read {
  const norms = normsOf(stack);
  const prefixes = stacks.map(({ prefix }) => prefix);
  const frame = frameNorms(tensors, stack.prefix, prefixes);
  const rows = known ? [] : familiesOf({ stack, norms, frame, complete });
  const siblings = stacks
    .filter(({ prefix }) => prefix !== stack.prefix)
    .map((other): Sibling => {
      const modules = normsOf(other).outer.map(({ module }) => module);
      return { prefix: other.prefix, final: frameNorms(tensors, other.prefix, prefixes).final, modules };
    });
  const facts = { stack, norms, frame, complete, rows, siblings };
  const names = known ? { candidates: known, possible: new Set<string>(), evidence: [], rows } : weigh(facts);
  return { facts, names };
}

async function conclude({ facts, names }: Read, given: Given, layers: readonly number[] | null): Promise<StackReading> {
  const { stack, norms, frame, complete, rows } = facts;
  const part =
    given.config &&
    configFor(given.config, stack.prefix, !given.stacks.some(({ prefix }) => prefix !== stack.prefix && senseOf(prefix) === 'text'));
  const config = part?.config;
  const row = part && typeRow(part, given.config);
  const fromConfig = part && readType(part, given.config, stack.prefix);
  const verdict = decide(names, fromConfig);
  const normalizer = readNormalizer(norms.outer, config, row, rows[0]?.weightOnly);
  const gains = await readGains([...norms.outer, ...[...norms.inner.values()].flat()], stack.layers);
  return {
    prefix: stack.prefix,
    configOnly: false,
    nLayers: stack.layers.length,
    layers,
    dModel: widthOf(norms),
    ...verdict,
    finalNorm: frame.final ?? null,
    normalizer: normalizer.normalizer,
    attentionNorm: attentionNormOf(stack, norms),
    evidence: [
      ...normEvidence(stack, norms, frame, complete),
      ...signs(stack, rows),
      ...names.evidence,
      ...configEvidence(config, fromConfig),
      ...normalizer.evidence,
      ...(config?.placement === undefined ? entryNote(verdict.placement) : []),
    ],
    caveats: [
      ...trapsOf(rows),
      ...(layers ? [] : gaps(stack, norms, config)),
      ...disagreement(names, fromConfig, config, { known: given.known, decided: verdict.placement }),
      ...normalizer.caveats,
      ...scaled(config),
      ...gainNotes(
        gains.filter(({ norm }) => norms.outer.some(({ module }) => module === norm)),
        isOffset(normalizer.normalizer),
      ),
    ],
    gains,
    finalGain: frame.finalGain ? await rangeOf(frame.finalGain) : null,
  };
}

/** What `custom` stands for: a plan that has no name of its own. */
export const entryNote = (placement: string | null): Note[] =>
  placement === 'custom' ? [{ key: 'inspect.evidence.entry', values: {} }] : [];

const widthOf = ({ outer }: BlockNorms): number | null => {
  const shape = outer[0]?.gains[0]?.tensor.shape;
  return shape?.length === 1 ? (shape[0] as number) : null;
};

/** One norm over all heads is as wide as what the projection returns; an index has no widths. */
function attentionNormOf({ parts }: Stack, { inner }: BlockNorms): StackReading['attentionNorm'] {
  const qk = inner.get('qk');
  if (!qk) return null;
  const width = qk[0]?.gains[0]?.tensor.shape?.[0];
  const projection = [...parts].find(([rest]) => /(^|\.)(q_proj|wq|attn_q)\.weight$/.test(rest))?.[1][0]?.tensor.shape?.[0];
  if (width === undefined || projection === undefined) return 'qk-unknown-span';
  return width === projection ? 'qk-across-heads' : 'qk';
}

/** Enough to see the pattern. */
const mostNames = 12;

const listed = (names: readonly string[]): string => [...names.slice(0, mostNames), ...(names.length > mostNames ? ['…'] : [])].join(', ');

function normEvidence(stack: Stack, { outer, inner }: BlockNorms, { final, embedding }: FrameNorms, complete: boolean): Note[] {
  const notes: Note[] = [
    outer.length > 0
      ? { key: 'inspect.evidence.norms', values: { count: outer.length, names: listed(outer.map(({ module }) => module)) } }
      : { key: 'inspect.evidence.noNorms', values: {} },
  ];
  for (const [kind, norms] of inner)
    notes.push({ key: `inspect.evidence.inner.${kind}`, values: { names: listed(norms.map(({ module }) => module)) } });
  if (final !== undefined) notes.push({ key: 'inspect.evidence.final', values: { name: final } });
  else if (complete) notes.push({ key: 'inspect.evidence.noFinal', values: { prefix: stack.prefix } });
  if (embedding !== undefined) notes.push({ key: 'inspect.evidence.embedding', values: { name: embedding } });
  return notes;
}

/** Other tensors that a row asked for. */
const signs = ({ parts }: Stack, rows: readonly Pattern[]): Note[] =>
  rows.slice(0, 1).flatMap(({ has }) => {
    const found = has && [...parts.keys()].find((rest) => has.test(rest));
    return found ? [{ key: 'inspect.evidence.tensor', values: { name: found } } as const] : [];
  });

/** Flags of norms on queries and keys: some of these norms have no parameters, so that no name shows them. */
const attentionFlags = ['use_qk_norm', 'qk_layernorm'] as const;

export function configEvidence(config: ModelConfigFile | undefined, reading: TypeReading | undefined): Note[] {
  const notes: Note[] = attentionFlags
    .filter((name) => typeof config?.[name] === 'boolean')
    .map((name) => ({ key: 'inspect.evidence.flag', values: { file: fileOf(config), name, value: String(config?.[name]) } }));
  if (config?.model_type) notes.unshift({ key: 'inspect.evidence.type', values: { file: fileOf(config), type: config.model_type } });
  const { flag } = reading ?? {};
  if (flag)
    notes.push({
      key: flag.given ? 'inspect.evidence.flag' : 'inspect.evidence.flagDefault',
      values: { file: fileOf(config), name: flag.name, value: flag.value },
    });
  return notes;
}

const trapsOf = (rows: readonly Pattern[]): Note[] =>
  [...new Set(rows.flatMap(({ trap }) => trap ?? []))].map((trap) => ({ key: `inspect.trap.${trap}`, values: {} }));

/** Blocks that lack what others have, and a depth that is not the configuration's. */
/** Blocks for multi-token prediction that have a list of their own. */
const predictsMore = /(^|\.)mtp\./;

function gaps({ prefix, layers, extra }: Stack, { outer }: BlockNorms, config: ModelConfigFile | undefined): Note[] {
  const notes: Note[] = outer
    .filter(({ gains }) => gains.length > 0 && gains.length < layers.length)
    .map(({ module, gains }) => ({ key: 'inspect.caveat.notAll', values: { name: module, count: gains.length, of: layers.length } }));
  if (extra > 0) notes.push({ key: 'inspect.caveat.extra', values: { count: extra } });
  const last = layers.at(-1) ?? 0;
  if (last + 1 !== layers.length) notes.push({ key: 'inspect.caveat.missingLayers', values: { count: layers.length, last } });
  const depth = config && depthOf(config);
  if (typeof depth === 'number' && depth !== layers.length && !predictsMore.test(prefix))
    notes.push({ key: 'inspect.caveat.depth', values: { file: fileOf(config), config: depth, names: layers.length } });
  return notes;
}

/** What the field that tells Pre-Norm from Post-Norm is called, here or there. */
const beforeOrBehind = 'norm_first, normalize_before, pre_norm';

function disagreement(
  { candidates, possible, rows }: NamesReading,
  fromConfig: TypeReading | undefined,
  config: ModelConfigFile | undefined,
  { known, decided }: { readonly known: Given['known']; readonly decided: string | null },
): Note[] {
  if (candidates.length === 0 && possible.size === 0) return [{ key: 'inspect.caveat.unknownNames', values: {} }];
  const type = config?.model_type;
  const notes: Note[] = [];
  if (fromConfig && decided === null) notes.push({ key: 'inspect.caveat.conflict', values: { file: fileOf(config), type: type ?? '' } });
  if (!fromConfig && type) notes.push({ key: 'inspect.caveat.unknownType', values: { file: fileOf(config), type } });
  if (!fromConfig && candidates.length > 1) {
    const open = ['pre', 'post'].every((id) => candidates.some(({ placement }) => placement === id));
    const name = rows.find(({ decidedBy }) => decidedBy)?.decidedBy ?? (open ? beforeOrBehind : undefined);
    notes.push({ key: known ? 'inspect.caveat.ownRun' : 'inspect.caveat.several', values: {} });
    if (name && !known) notes.push({ key: 'inspect.caveat.decidedBy', values: { name } });
  }
  if (!fromConfig && !known && candidates.length === 1) notes.push({ key: 'inspect.caveat.namesOnly', values: {} });
  return notes;
}

/** Factors on what a branch writes, which no tensor shows. */
export const scaled = (config: ModelConfigFile | undefined): Note[] =>
  typeof config?.residual_multiplier === 'number' && config.residual_multiplier !== 1
    ? [{ key: 'inspect.caveat.residualScale', values: { value: String(config.residual_multiplier) } }]
    : [];
