/** Checkpoints of this program: what their names can be is known exactly, because every placement can be built and its names compared. */
import { modelFor } from '../explain/model.ts';
import { Graph } from '../graph/graph.ts';
import { ops } from '../graph/op/index.ts';
import { placements } from '../model/placement/index.ts';
import { buildTransformer } from '../model/transformer.ts';
import type { Stack } from './stack.ts';
import type { Candidate, TensorInfo } from './types.ts';

const ownModule = /^(attn|cross|ffn)\.((entry|input|output|exit|inner|q|k|v)_norm|qkv|out|fc1|fc2)(\.|$)/;

/** Deeper ones would take too long to build. */
const deepest = 96;

/** Whether the parts of the blocks are called as this program calls them. */
export const isOwn = ({ parts }: Stack): boolean => [...parts.keys()].some((rest) => ownModule.test(rest));

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

/** Placements that, with their default options, have just these norms and learned factors. */
export function ownCandidates(tensors: readonly TensorInfo[], stacks: readonly Stack[]): Candidate[] {
  const depth = Math.max(...stacks.map(({ layers }) => layers.length));
  if (depth > deepest) return [];
  const architecture = stacks.length > 1 ? 'encoder-decoder' : 'decoder';
  const wanted = signature(tensors.map(({ name }) => name));
  return placements.members
    .filter(({ written, noCross }) => !written && !(noCross && stacks.length > 1))
    .filter(({ id }) => namesOf(id, depth, architecture) === wanted)
    .map(({ id }) => ({ placement: id, families: 'Normlab' }));
}

function namesOf(id: string, depth: number, architecture: string): string | undefined {
  const config = modelFor({ id }, { depth, width: 8, heads: 2, architecture, normalizer: { id: 'layer' } });
  return signature(buildTransformer(new Graph(ops), config, { batchSize: 2, train: false }).scope.parameters.keys());
}
