/** The attentions of a model, found in its graph: what they computed is there, but no tap names it. */
import { reachable } from '../graph/graph.ts';
import type { Node, Tensor } from '../graph/tensor.ts';
import { placesOf } from '../model/place.ts';
import { tapName } from '../model/taps.ts';
import type { DiagnosticContext } from './types.ts';

export interface Attention {
  /** The tap of what its branch returns. */
  readonly label: string;
  /** Queries and keys as they are multiplied, [batch, heads, positions, dHead], and the factor on their products. */
  readonly q: Tensor;
  readonly k: Tensor;
  readonly scale: number;
  /** [batch, heads, queries, keys]; sums to 1 over keys. */
  readonly weights: Tensor;
}

/** Self- and cross-attention of every block, in the order the data passes them. */
export const attentionsOf = ({ config, scope }: DiagnosticContext): Attention[] =>
  placesOf(config)
    .filter(({ sublayer }) => sublayer !== 'ffn')
    .map((place) => {
      const label = tapName(place, 'branch_out');
      // A branch has one attention, and all others on the way to what it returns were made before.
      const node = reachable([scope.taps.get(label) as Tensor]).findLast(({ op }) => op === 'attend') as Node;
      const [q, k] = node.inputs as [Tensor, Tensor];
      return { label, q, k, scale: node.attributes.scale as number, weights: node.outputs[1] as Tensor };
    });
