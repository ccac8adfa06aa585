/** What a custom placement is as data. */
import { UserError } from '../../core/errors.ts';
import type { Choice, PerStack, SublayerKind } from '../types.ts';
import type { NormField, NormSite, Origin, ScaleField } from './types.ts';

type NormFields = Readonly<Partial<Record<NormField, true | string | NormSite>>>;
type ScaleFields = Readonly<Partial<Record<ScaleField, string | number>>>;

export interface CustomRule extends NormFields, ScaleFields {
  /** Branches it is for; all when left out. */
  readonly sublayers?: readonly SublayerKind[];
  /** Blocks it is for, from 1: `3`, `2-5`, `2-`, `-4`; all when left out. */
  readonly layers?: string | number;
  readonly from?: Origin;
  readonly identity?: readonly Origin[];
  readonly sumDetached?: boolean;
}

export interface CustomPlacement {
  /** What people call it. */
  readonly name?: string;
  readonly rules?: readonly CustomRule[];
  readonly finalNorm?: PerStack<boolean>;
  readonly embeddingNorm?: PerStack<boolean>;
  /** By its id alone, or with options. */
  readonly residual?: string | Choice;
}

/** The fields of the plan that a rule sets, in its order. */
export const ruleFields = ({ sublayers, layers, ...fields }: CustomRule): [string, unknown][] =>
  Object.entries(fields).filter(([, value]) => value !== undefined);

const pattern = /^\s*(\d+)?\s*(-)?\s*(\d+)?\s*$/;

/** First and last block of a range, from 1. @throws UserError when it is none, or no block lies in it. */
export function layerRange(layers: CustomRule['layers'], depth: number): readonly [number, number] {
  if (layers === undefined) return [1, depth];
  const [, from, dash, to] = pattern.exec(String(layers)) ?? [];
  const first = Number(from ?? 1);
  const last = dash === undefined ? first : Number(to ?? depth);
  const wellFormed = from !== undefined || (dash !== undefined && to !== undefined);
  if (!wellFormed || first < 1 || last < first || first > depth)
    throw new UserError('error.customLayers', { given: String(layers), depth });
  return [first, Math.min(last, depth)];
}
