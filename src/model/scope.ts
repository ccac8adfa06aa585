/** What building a model collects on the way: parameters, running state, masks and taps, each declared where it is used. */

import { detach, mul, sub, sum, toFloat } from '../graph/math.ts';
import type { Graph, Tensor } from '../graph/tensor.ts';
import { type MaskSpec, matrixRoles, type ParameterSpec, type Role, type StateSpec } from './types.ts';

type ParameterOptions = Pick<ParameterSpec, 'place' | 'parts' | 'initial'>;

export interface ScopeOptions {
  readonly train: boolean;
  readonly dropout: number;
  /** Whether matrices keep their vectors along the model's width at length 1. */
  readonly unitWeights?: boolean;
  /** Where a parameter's tensor comes from; an input of its own unless told otherwise. */
  readonly source?: ParameterSource;
}

/** What a state becomes after a step, when that depends on a gradient. */
export interface GradientState {
  readonly of: Tensor;
  next(gradient: Tensor): Tensor;
}

/** Matrices whose rows are outputs of the model's width: their vectors along it are columns. */
const writes: ReadonlySet<Role> = new Set(['out', 'fc2', 'patch']);

export type ParameterSource = (key: string, shape: readonly number[]) => Tensor;

export class Scope {
  readonly parameters = new Map<string, { readonly spec: ParameterSpec; readonly tensor: Tensor }>();
  readonly states = new Map<string, { readonly spec: StateSpec; readonly tensor: Tensor; next: Tensor }>();
  readonly masks: MaskSpec[] = [];
  readonly taps = new Map<string, Tensor>();
  readonly gradientStates = new Map<string, GradientState>();
  /** Added to the loss: worth 0, with a gradient of their own. */
  readonly lossTerms: Tensor[] = [];
  readonly train: boolean;

  constructor(
    readonly graph: Graph,
    private readonly options: ScopeOptions,
  ) {
    this.train = options.train;
  }

  /** The trainable tensor called `key`; asking twice gives the same one. */
  parameter(key: string, shape: readonly number[], role: Role, options: ParameterOptions = {}): Tensor {
    const known = this.parameters.get(key);
    if (known) return known.tensor;
    const tensor = this.options.source?.(key, shape) ?? this.graph.input(key, shape);
    const unit = this.options.unitWeights && matrixRoles.has(role) ? ({ unitAxis: writes.has(role) ? 0 : 1 } as const) : {};
    this.parameters.set(key, { spec: { key, shape, role, ...options, ...unit }, tensor });
    return tensor;
  }

  /** The training step, from 1. */
  step(): Tensor {
    return this.graph.input('step', []);
  }

  /** A running value; in training `next` says what it becomes after the step. */
  state(key: string, shape: readonly number[], initial: number, next?: (current: Tensor) => Tensor): Tensor {
    const tensor = this.graph.input(key, shape);
    this.states.set(key, { spec: { key, shape, initial }, tensor, next: next?.(tensor) ?? tensor });
    return tensor;
  }

  /** Says what a state becomes after the step, given the gradient of the loss with respect to `of`. */
  moveByGradient(key: string, of: Tensor, next: (gradient: Tensor) => Tensor): void {
    this.gradientStates.set(key, { of, next });
  }

  /** Adds `extra` to the gradient that reaches x, and nothing to any value. */
  steer(x: Tensor, extra: Tensor): void {
    this.lossTerms.push(sum(mul(detach(extra), sub(x, detach(x)))));
  }

  /** Dropout with a fed mask, so that every engine drops the same elements; identity outside training. */
  drop(name: string, x: Tensor): Tensor {
    const { dropout } = this.options;
    if (!this.train || dropout === 0) return x;
    const mask = this.graph.input(`mask:${name}`, x.shape, 'bool');
    this.masks.push({ name: `mask:${name}`, shape: x.shape });
    return mul(x, mul(toFloat(mask), 1 / (1 - dropout)));
  }

  /** A number that the host feeds for a whole branch or block: 0 where it is dropped. */
  whole(name: string, whole: NonNullable<MaskSpec['whole']>): Tensor {
    this.masks.push({ name: `mask:${name}`, shape: [], whole });
    return this.graph.input(`mask:${name}`, []);
  }

  tap(name: string, x: Tensor): void {
    this.taps.set(name, x);
  }
}
