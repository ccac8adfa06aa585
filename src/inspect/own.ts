/** Checkpoints of this program: what their names can be is known exactly, because every placement can be built and its names compared. */
import { modelFor } from '../explain/model.ts';
import { NodeTable } from '../graph/graph.ts';
import { ops } from '../graph/op/index.ts';
import { placements } from '../model/placement/index.ts';
import { readPlacement } from '../model/placement/read.ts';
import { buildTransformer } from '../model/transformer.ts';
import type { Stack } from './stack.ts';
import type { Candidate, TensorInfo } from './types.ts';

/** All that this program's blocks and what stands around them can be called. */
const ownPart =
  /^((attn|cross|ffn)\.)?((entry|input|second|output|exit|inner|q|k|v)_norm\.\w+|(qkv|q|kv|out|fc\d|gate|up|down)\.(weight|bias)|\w+)$/;
const ownFrame = /^((encoder|decoder)\.)?((token|position|patch|class|pixel)\w*|embedding_norm|final_norm|head)(\.\w+)?$|^logit_scale$/;

/** Deeper ones would take too long to build. */
const deepest = 96;

const listed = /^((encoder|decoder)\.)?layers$/;

/** Whether this program wrote the file: every name is one of its own. An index it never writes. */
function isOwn(tensors: readonly TensorInfo[], stacks: readonly Stack[]): boolean {
  const around = tensors.filter(({ name }) => !/(^|\.)layers\.\d+\./.test(name));
  return (
    stacks.length > 0 &&
    tensors.every(({ shape }) => shape !== null) &&
    stacks.every(({ prefix, parts }) => listed.test(prefix) && [...parts.keys()].every((rest) => ownPart.test(rest))) &&
    around.some(({ name }) => /^token_embedding\.|^patch/.test(name)) &&
    around.every(({ name }) => ownFrame.test(name))
  );
}

/** Matrices, embeddings and their biases are no placement's; its learned factors have names of their own. */
const bare = /\.(weight|bias)$/;
/** What one normalizer stores and another does not. */
const normLeaf = /(_norm)\.\w+$/;

const signature = (names: Iterable<string>): string =>
  [...new Set([...names].filter((name) => normLeaf.test(name) || !bare.test(name)).map((name) => name.replace(normLeaf, '$1')))]
    .sort()
    .join('\n');

/** What the run itself says. */
export const told = (placement: string): Candidate[] => [{ placement, families: 'Normlab' }];

/**
 * Placements that have just these norms and learned factors with their default options, or would with the other choice of a final
 * norm or of norms in attention. Undefined for a file of another hand, and for one whose names say by themselves where norms stand.
 */
export function ownCandidates(tensors: readonly TensorInfo[], stacks: readonly Stack[]): Candidate[] | undefined {
  const depth = Math.max(...stacks.map(({ layers }) => layers.length));
  if (!isOwn(tensors, stacks) || depth > deepest) return undefined;
  const architecture = stacks.length > 1 ? 'encoder-decoder' : 'decoder';
  const wanted = signature(tensors.map(({ name }) => name));
  const built = placements.members
    .filter(({ written, noCross }) => !written && !(noCross && stacks.length > 1))
    .map(({ id }) => ({ id, ...namesOf(id, depth, architecture) }));
  // Options that add norms or take them away, the likelier first.
  const alike = [finalNorm, attentionNorms].map((free) =>
    built.filter(({ names, plain }) => names === wanted || (plain && without(free, names) === without(free, wanted))),
  );
  const found = alike.find(({ length }) => length > 0)?.map(({ id }) => ({ placement: id, families: 'Normlab' }));
  return found ?? (wanted.split('\n').every((name) => normName.test(name)) ? undefined : []);
}

const finalNorm = /(^|\.)final_norm$/;
const attentionNorms = /(^|\.)(final_norm|[qkv]_norm)$/;
const normName = /_norm$/;

const without = (free: RegExp, names: string): string =>
  names
    .split('\n')
    .filter((name) => !free.test(name))
    .join('\n');

function namesOf(id: string, depth: number, architecture: string): { names: string; plain: boolean } {
  const config = modelFor({ id }, { depth, width: 8, heads: 2, architecture, normalizer: { id: 'layer' } });
  const { parameters } = buildTransformer(new NodeTable(ops), config, { batchSize: 2, train: false }).scope;
  return { names: signature(parameters.keys()), plain: readPlacement(config).frame.residual === undefined };
}
