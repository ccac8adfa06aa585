import type { Localized } from '../../core/message/index.ts';
import type { Member } from '../../core/registry.ts';
import type { Tensor } from '../../graph/tensor.ts';

export interface OptimizerConfig {
  readonly id: string;
  readonly lr: number;
  readonly betas: readonly [number, number];
  readonly eps: number;
  readonly weightDecay: number;
  readonly momentum: number;
}

export interface UpdateContext {
  readonly parameter: Tensor;
  /** The gradient as the loss gives it; multiply by `gradientScale` before use. */
  readonly gradient: Tensor;
  /** What clipping makes of every gradient: a scalar, 1 without clipping. */
  readonly gradientScale: Tensor | number;
  readonly slots: Readonly<Record<string, Tensor>>;
  /** A number that the host computes in double precision at every step. */
  scalar(name: string): Tensor;
  readonly config: OptimizerConfig;
  /** Whether weight decay applies: parameters of two dimensions and more. */
  readonly decays: boolean;
}

/** An optimizer as graph pieces: one parameter in, its next value and slots out. */
export interface Optimizer extends Member {
  readonly title: Localized;
  /** State per parameter, all starting at 0, named as torch.optim names them. */
  readonly slots: readonly string[];
  readonly defaults: Omit<OptimizerConfig, 'id'>;
  /** Scalars for one step, `step` counted from 1. */
  scalars(config: OptimizerConfig, step: number, lr: number): Readonly<Record<string, number>>;
  update(context: UpdateContext): { readonly parameter: Tensor; readonly slots: Readonly<Record<string, Tensor>> };
}
