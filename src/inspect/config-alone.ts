/** What a configuration says without any tensor: a reading for each of its parts. */
import { type ConfigFile, type ConfigPart, depthOf, fileOf, partsOf, widthIn } from './config.ts';
import type { TypeReading } from './flag.ts';
import { readType, typeRow } from './model-type.ts';
import { readNormalizer } from './normalizer.ts';
import { configEvidence, entryNote, scaled } from './read-stack.ts';
import type { Note, StackReading } from './types.ts';

export function fromConfigAlone(file: ConfigFile): StackReading[] {
  const parts = partsOf(file);
  const nested = parts.filter(({ name, config }) => name !== '' && (config.model_type || depthOf(config) !== null));
  // A configuration that nests its language model says nothing of a stack itself.
  const own = parts.filter(
    ({ name, config }) => name === '' && (depthOf(config) !== null || !nested.some(({ sense }) => sense !== 'vision')),
  );
  return [...own, ...nested].flatMap((part) => readPart(part, file));
}

function readPart(part: ConfigPart, file: ConfigFile): StackReading[] {
  const row = typeRow(part, file);
  const said = readType(part, file, part.name);
  const kinds = row?.byLayer && part.config.layer_types ? Object.entries(row.byLayer) : [];
  const read = kinds.flatMap(([kind, placement]) => {
    const layers = (part.config.layer_types ?? []).flatMap((type, i) => (type === kind ? [i] : []));
    return layers.length > 0 ? [reading(part, file, { ...said, placement, also: [] }, layers)] : [];
  });
  return read.length > 0 ? read : [reading(part, file, said, null)];
}

function reading(part: ConfigPart, file: ConfigFile, said: TypeReading | undefined, layers: readonly number[] | null): StackReading {
  const { name, config } = part;
  const normalizer = readNormalizer([], config, typeRow(part, file), undefined);
  const several = said !== undefined && (said.also ?? []).length > 0;
  const candidates = said ? [said.placement, ...(said.also ?? [])].map((placement) => ({ placement, families: 'config.json' })) : [];
  const notes: Note[] = said
    ? [{ key: several ? 'inspect.caveat.namesDecide' : 'inspect.caveat.configOnly', values: {} }]
    : [{ key: 'inspect.caveat.unknownType', values: { file: fileOf(config), type: config.model_type ?? file.model_type ?? '–' } }];
  return {
    prefix: name,
    configOnly: true,
    nLayers: layers?.length ?? depthOf(config),
    layers,
    dModel: widthIn(config),
    placement: several ? null : (said?.placement ?? null),
    finalNorm: null,
    candidates,
    confidence: said && !several ? 'medium' : 'undecided',
    normalizer: normalizer.normalizer,
    attentionNorm: null,
    evidence: [...configEvidence(config, said), ...normalizer.evidence, ...entryNote(several ? null : (said?.placement ?? null))],
    caveats: [...notes, ...normalizer.caveats, ...scaled(config)],
    gains: [],
    finalGain: null,
  };
}
