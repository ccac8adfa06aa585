/**
 * Small parameters travel as two flat vectors, those that weight decay touches and those it does not (torch's parameter groups):
 * the optimizer is then a dozen operations for all of them, not a dozen per tensor, and a step has few inputs and outputs.
 */
import { type Shape, size } from '../graph/tensor.ts';
import { matrixRoles, type ParameterSpec } from '../model/types.ts';

export interface GroupEntry {
  readonly key: string;
  readonly shape: Shape;
  readonly offset: number;
  readonly length: number;
}

export interface ParameterGroup {
  /** `decayed`, `plain`, or the key of a large matrix that travels alone. */
  readonly id: string;
  readonly decays: boolean;
  readonly length: number;
  readonly entries: readonly GroupEntry[];
  /** Set for a matrix whose vectors along an axis stay at length 1. */
  readonly unit?: { readonly shape: Shape; readonly axis: 0 | 1 };
}

/** A matrix this large travels alone: joining it with others costs more passes over memory than it saves dispatches. */
const aloneFrom = 2 ** 15;

export function parameterGroups(parameters: readonly ParameterSpec[]): ParameterGroup[] {
  const alone = parameters.filter(({ shape, unitAxis }) => unitAxis !== undefined || (shape.length >= 2 && size(shape) >= aloneFrom));
  const small = parameters.filter((spec) => !alone.includes(spec));
  const decays = ({ role }: ParameterSpec) => matrixRoles.has(role);
  const joined = [
    group('decayed', true, small.filter(decays)),
    group(
      'plain',
      false,
      small.filter((spec) => !decays(spec)),
    ),
  ];
  return [...alone.map(single), ...joined].filter(({ length }) => length > 0);
}

function single(spec: ParameterSpec): ParameterGroup {
  const { key, role, shape, unitAxis } = spec;
  return { ...group(key, matrixRoles.has(role), [spec]), ...(unitAxis !== undefined && { unit: { shape, axis: unitAxis } }) };
}

function group(id: string, decays: boolean, specs: readonly ParameterSpec[]): ParameterGroup {
  let length = 0;
  const entries = specs.map(({ key, shape }) => {
    const own = size(shape);
    length += own;
    return { key, shape, offset: length - own, length: own };
  });
  return { id, decays, length, entries };
}
