/** How the stream is kept from sublayer to sublayer: most placements have one, some keep several and join them at the end. */
import type { Localized } from '../../core/message/index.ts';
import type { OptionSpecs } from '../../core/options.ts';
import type { Member } from '../../core/registry.ts';
import type { Tensor } from '../../graph/tensor.ts';
import type { SublayerPlan } from '../placement/types.ts';
import type { Site } from '../site.ts';

/** Each [tokens, dModel]; what they are is the rule's own business. */
export type Streams = readonly Tensor[];

export interface Found {
  /** What the sublayer finds. */
  readonly stream: Tensor;
  /** What the sum keeps, when that is not what the sublayer finds. */
  readonly identity?: Tensor;
}

export interface Left {
  /** The sum, after the exit norm. */
  readonly out: Tensor;
  /** What the plan writes: the branch after its output norm and scale. */
  readonly write: Tensor;
  /** What the branch returned. */
  readonly branchOut: Tensor;
}

/** What `finish` may do with streams. */
export interface EndPlace {
  /** The final norm; what it is given where there is none. */
  finalNorm(x: Tensor): Tensor;
  /** A further norm, its parameters under a name of its own. */
  norm(name: string, x: Tensor): Tensor;
}

export interface StartPlace {
  /** The embedding through its norm; the embedding itself where there is none. */
  readonly normed: Tensor;
}

export interface Residual extends Member {
  readonly title: Localized;
  equation(options: Readonly<Record<string, unknown>>): Localized;
  readonly options: OptionSpecs;
  /** Whether there is one stream, so that each sublayer finds what the one before it left. */
  readonly plain: boolean;
  /** Fields of a plan that it never reads: a plan that has one cannot be meant. */
  readonly unread?: readonly (keyof SublayerPlan)[];
  start(embedded: Tensor, place: StartPlace, options: Readonly<Record<string, unknown>>): Streams;
  read(site: Site, streams: Streams): Found;
  /** What is added to the identity, when that is not what the plan writes. */
  wrote?(site: Site, streams: Streams, write: Tensor): Tensor;
  next(site: Site, streams: Streams, left: Left): Streams;
  finish(streams: Streams, end: EndPlace, options: Readonly<Record<string, unknown>>): Tensor;
}
