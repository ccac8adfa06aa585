/** A diagnostic says what it reads and reduces it inside the graph to a few floats; activations never leave the engine. */
import type { Localized } from '../core/message/index.ts';
import type { Member } from '../core/registry.ts';
import { concat, reshape } from '../graph/math.ts';
import type { Tensor } from '../graph/tensor.ts';
import { placesOf } from '../model/place.ts';
import type { Scope } from '../model/scope.ts';
import { tapName } from '../model/taps.ts';
import { type ModelConfig, matrixRoles, type Place } from '../model/types.ts';

export interface DiagnosticContext {
  readonly config: ModelConfig;
  /** Parameters and taps of the built model. */
  readonly scope: Scope;
  /** Gradient of the loss by parameter key; missing where none was asked for. */
  readonly gradients: ReadonlyMap<string, Tensor>;
  /** Next value by parameter key; empty outside training. */
  readonly updated: ReadonlyMap<string, Tensor>;
}

/** One vector of numbers, a label each. */
export interface Series {
  readonly id: string;
  readonly labels: readonly string[];
  readonly values: Tensor;
  /** Whether it is of the model's end alone, and not of each block. */
  readonly ofEnd?: boolean;
}

export interface Diagnostic extends Member {
  readonly title: Localized;
  readonly definition: Localized;
  readonly needs: readonly ('taps' | 'gradients' | 'updates')[];
  /** Whether it needs the model in one program: of models in pieces nothing is measured. */
  readonly wholeOnly?: boolean;
  measure(context: DiagnosticContext): readonly Series[];
}

/** Scalars side by side in one vector. */
export const stack = (scalars: readonly Tensor[]): Tensor =>
  concat(
    scalars.map((scalar) => reshape(scalar, [1])),
    0,
  );

/** Keys of the blocks, in the order the data passes them: `layers.0`. */
export const blocks = ({ config }: DiagnosticContext): string[] => [...new Set(placesOf(config).map(({ block }) => block))];

/** Keys of the weight matrices of the blocks, in the order they were built. */
export const matrices = ({ scope }: DiagnosticContext): string[] =>
  [...scope.parameters.values()].filter(({ spec }) => spec.place && matrixRoles.has(spec.role)).map(({ spec }) => spec.key);

/** The keys of `matrices` that belong to one block. */
export const matricesOf = (context: DiagnosticContext, block: string): string[] =>
  matrices(context).filter((key) => context.scope.parameters.get(key)?.spec.place?.block === block);

/** A block between what enters it and what leaves it. */
export interface Block {
  readonly key: string;
  readonly places: readonly Place[];
  /** The stream as its first sublayer finds it, and as its last one leaves it; [tokens, dModel]. */
  readonly from: Tensor;
  readonly to: Tensor;
}

/** Every block, in the order the data passes them. */
export const streamsOf = (context: DiagnosticContext): Block[] =>
  blocks(context).map((key) => {
    const places = placesOf(context.config).filter(({ block }) => block === key);
    const tap = (place: Place | undefined, name: 'stream_in' | 'stream_out') =>
      context.scope.taps.get(tapName(place as Place, name)) as Tensor;
    return { key, places, from: tap(places[0], 'stream_in'), to: tap(places.at(-1), 'stream_out') };
  });
