/**
 * Parameters travel as two flat vectors, those that weight decay touches and those it does not (torch's parameter groups):
 * the optimizer is then a dozen operations in all, not a dozen per tensor, and a step has few inputs and outputs.
 */
import { type Shape, size } from '../graph/tensor.ts';
import type { ParameterSpec } from '../model/types.ts';

export interface GroupEntry {
  readonly key: string;
  readonly shape: Shape;
  readonly offset: number;
  readonly length: number;
}

export interface ParameterGroup {
  readonly id: 'decayed' | 'plain';
  readonly decays: boolean;
  readonly length: number;
  readonly entries: readonly GroupEntry[];
}

export function parameterGroups(parameters: readonly ParameterSpec[]): ParameterGroup[] {
  const decays = ({ shape }: ParameterSpec) => shape.length >= 2;
  return [
    group('decayed', true, parameters.filter(decays)),
    group(
      'plain',
      false,
      parameters.filter((spec) => !decays(spec)),
    ),
  ].filter(({ length }) => length > 0);
}

function group(id: ParameterGroup['id'], decays: boolean, specs: readonly ParameterSpec[]): ParameterGroup {
  let length = 0;
  const entries = specs.map(({ key, shape }) => {
    const own = size(shape);
    length += own;
    return { key, shape, offset: length - own, length: own };
  });
  return { id, decays, length, entries };
}
