/** What building a model collects on the way: parameters, running state, masks and taps, each declared where it is used. */
import type { Graph } from '../graph/graph.ts';
import { mul, toFloat } from '../graph/math.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { MaskSpec, ParameterSpec, Role, StateSpec } from './types.ts';

interface ParameterOptions {
  readonly layer?: number;
  readonly parts?: readonly string[];
  readonly constant?: number;
}

export type ParameterSource = (key: string, shape: readonly number[]) => Tensor;

export class Scope {
  readonly parameters = new Map<string, { readonly spec: ParameterSpec; readonly tensor: Tensor }>();
  readonly states = new Map<string, { readonly spec: StateSpec; readonly tensor: Tensor; next: Tensor }>();
  readonly masks: MaskSpec[] = [];
  readonly taps = new Map<string, Tensor>();

  constructor(
    readonly graph: Graph,
    readonly train: boolean,
    readonly dropout: number,
    /** Where a parameter's tensor comes from; an input of its own when nobody says otherwise. */
    private readonly source: ParameterSource = (key, shape) => graph.input(key, shape),
  ) {}

  /** The trainable tensor called `key`; asking twice gives the same one. */
  parameter(key: string, shape: readonly number[], role: Role, options: ParameterOptions = {}): Tensor {
    const known = this.parameters.get(key);
    if (known) return known.tensor;
    const tensor = this.source(key, shape);
    this.parameters.set(key, { spec: { key, shape, role, parts: [''], ...options }, tensor });
    return tensor;
  }

  /** A running value; in training `next` says what it becomes after the step. */
  state(key: string, shape: readonly number[], initial: number, next?: (current: Tensor) => Tensor): Tensor {
    const tensor = this.graph.input(key, shape);
    this.states.set(key, { spec: { key, shape, initial }, tensor, next: next?.(tensor) ?? tensor });
    return tensor;
  }

  /** Dropout with a fed mask, so that every engine drops the same elements; identity outside training. */
  drop(name: string, x: Tensor): Tensor {
    if (!this.train || this.dropout === 0) return x;
    const mask = this.graph.input(`mask:${name}`, x.shape, 'bool');
    this.masks.push({ name: `mask:${name}`, shape: x.shape });
    return mul(x, mul(toFloat(mask), 1 / (1 - this.dropout)));
  }

  tap(name: string, x: Tensor): void {
    this.taps.set(name, x);
  }
}
