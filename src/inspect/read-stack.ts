/** One stack of blocks: what its names say, what the configuration says, and whether they agree. */
import { fileOf, type ModelConfigFile } from './config.ts';
import { readGains } from './gains.ts';
import { type TypeReading, typeRow } from './model-type.ts';
import { readNormalizer } from './normalizer.ts';
import { type BlockNorms, type FrameNorms, frameNorms, normsOf } from './norms.ts';
import { type Pattern, patterns } from './pattern.ts';
import type { Stack } from './stack.ts';
import type { Candidate, Confidence, Note, StackReading, TensorInfo } from './types.ts';

export interface Given {
  readonly tensors: readonly TensorInfo[];
  readonly config: ModelConfigFile | undefined;
  /** Whether all tensors of the model are there: of a part of them, what is missing says nothing. */
  readonly complete: boolean;
  /** What the names say where a rule of its own has read them. */
  readonly known?: readonly Candidate[];
}

const transformer = /(^|\.)\w*(attn|attention|mixer|q_proj|qkv)\w*\./i;

/** Whether its blocks are those of a Transformer or the like, rather than convolutions or experts. */
export const hasBlocks = ({ parts }: Stack): boolean => [...parts.keys()].some((rest) => transformer.test(`${rest}.`));

export async function readStack(stack: Stack, { tensors, config, complete, known }: Given): Promise<StackReading> {
  const norms = normsOf(stack);
  const frame = frameNorms(tensors, stack.prefix);
  const matched = known ? [] : matching({ stack, norms, frame, complete });
  const fromNames = known ?? united(matched);
  const row = config && typeRow(config);
  const fromConfig = config && row?.placement(config);
  const verdict = decide(fromNames, fromConfig);
  const normalizer = readNormalizer(norms.outer, config, row, matched[0]);
  return {
    prefix: stack.prefix,
    nLayers: stack.layers.length,
    dModel: widthOf(norms),
    ...verdict,
    normalizer: normalizer.normalizer,
    attentionNorm: attentionNormOf(stack, norms),
    evidence: [
      ...normEvidence(stack, norms, frame, complete),
      ...signs(stack, matched),
      ...configEvidence(config, fromConfig),
      ...normalizer.evidence,
    ],
    caveats: [
      ...trapsOf(matched),
      ...gaps(stack, norms, config),
      ...disagreement(fromNames, fromConfig, { config, known }),
      ...normalizer.caveats,
      ...scaled(config),
    ],
    gains: await readGains([...norms.outer, ...[...norms.inner.values()].flat()], stack.layers),
  };
}

interface Seen {
  readonly stack: Stack;
  readonly norms: BlockNorms;
  readonly frame: FrameNorms;
  readonly complete: boolean;
}

/** Rows that nothing seen contradicts. */
function matching({ stack, norms, frame, complete }: Seen): Pattern[] {
  const seen = norms.outer.map(({ module }) => module);
  const sub = norms.inner.has('sub');
  const names = [...stack.parts.keys()];
  const fits = ({ norms: wanted, optional = [], final, has, lacks, sub: wantsSub = false }: Pattern): boolean =>
    wanted.every((name) => seen.includes(name)) &&
    seen.every((name) => wanted.includes(name) || optional.includes(name)) &&
    finalFits(final, frame, complete) &&
    (!has || names.some((name) => has.test(name))) &&
    (!lacks || !names.some((name) => lacks.test(name))) &&
    wantsSub === sub;
  return patterns.filter(fits);
}

function finalFits(wanted: Pattern['final'], { final }: FrameNorms, complete: boolean): boolean {
  if (wanted === undefined) return true;
  if (final === undefined) return !complete || wanted === 'none';
  return wanted !== 'none' && wanted.includes(final.split('.').at(-1) as string);
}

/** One candidate for each placement, with all models that are built so. */
function united(rows: readonly Pattern[]): Candidate[] {
  const found = new Map<string, string[]>();
  for (const { placement, families } of rows.flatMap(({ readings }) => readings)) {
    found.set(placement, [...new Set([...(found.get(placement) ?? []), families])]);
  }
  return [...found].map(([placement, families]) => ({ placement, families: families.join('; ') }));
}

type Verdict = Pick<StackReading, 'placement' | 'candidates' | 'confidence'>;

function decide(fromNames: readonly Candidate[], fromConfig: TypeReading | undefined): Verdict {
  const verdict = (placement: string | null, confidence: Confidence, candidates = fromNames): Verdict => ({
    placement,
    confidence,
    candidates,
  });
  const agreed = fromNames.find(({ placement }) => placement === fromConfig?.placement);
  if (agreed) return verdict(agreed.placement, 'high', [agreed]);
  if (fromConfig) return verdict(null, 'undecided', [...fromNames, { placement: fromConfig.placement, families: 'config.json' }]);
  const [only] = fromNames;
  return fromNames.length === 1 && only ? verdict(only.placement, 'medium') : verdict(null, 'undecided');
}

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
function gaps({ layers }: Stack, { outer }: BlockNorms, config: ModelConfigFile | undefined): Note[] {
  const notes: Note[] = outer
    .filter(({ gains }) => gains.length > 0 && gains.length < layers.length)
    .map(({ module, gains }) => ({ key: 'inspect.caveat.notAll', values: { name: module, count: gains.length, of: layers.length } }));
  const last = layers.at(-1) ?? 0;
  if (last + 1 !== layers.length) notes.push({ key: 'inspect.caveat.missingLayers', values: { count: layers.length, last } });
  const depth = config?.num_hidden_layers ?? config?.n_layer ?? config?.num_layers;
  if (typeof depth === 'number' && depth !== layers.length)
    notes.push({ key: 'inspect.caveat.depth', values: { file: fileOf(config), config: depth, names: layers.length } });
  return notes;
}

function disagreement(
  fromNames: readonly Candidate[],
  fromConfig: TypeReading | undefined,
  { config, known }: Pick<Given, 'config' | 'known'>,
): Note[] {
  const own = known !== undefined;
  if (fromNames.length === 0) return [{ key: 'inspect.caveat.unknownNames', values: {} }];
  const notes: Note[] = [];
  if (fromConfig && !fromNames.some(({ placement }) => placement === fromConfig.placement))
    notes.push({ key: 'inspect.caveat.conflict', values: { file: fileOf(config), type: config?.model_type ?? '' } });
  if (!fromConfig && config?.model_type)
    notes.push({ key: 'inspect.caveat.unknownType', values: { file: fileOf(config), type: config.model_type } });
  if (!fromConfig && fromNames.length > 1) notes.push({ key: own ? 'inspect.caveat.ownRun' : 'inspect.caveat.several', values: {} });
  if (!fromConfig && !own && fromNames.length === 1) notes.push({ key: 'inspect.caveat.namesOnly', values: {} });
  return notes;
}

/** Factors on what a branch writes, which no tensor shows. */
export const scaled = (config: ModelConfigFile | undefined): Note[] =>
  typeof config?.residual_multiplier === 'number' && config.residual_multiplier !== 1
    ? [{ key: 'inspect.caveat.residualScale', values: { value: String(config.residual_multiplier) } }]
    : [];
