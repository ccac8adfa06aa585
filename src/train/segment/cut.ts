/**
 * Deep models in pieces. A session of a whole graph takes time to compile that grows faster than its depth; runs of blocks with
 * the same plans are one program each, compiled once and called run after run, with their activations computed again on the way back.
 */

import { readPlacement } from '../../model/placement/read.ts';
import { type ScaleField, type SublayerPlan, scaleFields } from '../../model/placement/types.ts';
import { lift } from '../../model/scale/lift.ts';
import type { Scale } from '../../model/scale/types.ts';
import { type PlannedSublayer, plannedSublayers, stacksOf } from '../../model/transformer.ts';
import type { ModelConfig } from '../../model/types.ts';

/** A run of whole blocks, under names that begin at block 0. */
export interface Segment {
  readonly index: number;
  /** First block, from 0, and how many. */
  readonly first: number;
  readonly length: number;
  /** Sublayers whose keys count from the segment's own start; their places are the model's. */
  readonly sublayers: readonly PlannedSublayer[];
  /** Numbers that differ from segment to segment, fed by name: scales that follow the depth. */
  readonly given: Readonly<Record<string, number>>;
  /** Equal for segments whose programs are equal. */
  readonly shape: string;
}

/** Blocks in a segment, and the depth from which models are cut: whole graphs compile in well under a second up to there. */
const segmentLength = 20;
const deepFrom = 64;

/** Whether a model is trained in pieces. With two stacks every segment would send gradients to the first: those stay whole. */
export const isDeep = (model: ModelConfig): boolean => model.nLayers > deepFrom && stacksOf(model).length === 1;

export function segmentsOf(model: ModelConfig, length = segmentLength): Segment[] {
  const planned = plannedSublayers({ config: model, placement: readPlacement(model) });
  const perBlock = planned.length / model.nLayers;
  const runs = Array.from({ length: Math.ceil(model.nLayers / length) }, (_, i) =>
    planned.slice(i * length * perBlock, (i + 1) * length * perBlock),
  );
  return runs.map((run, index) => {
    const first = index * length;
    const given: Record<string, number> = {};
    const sublayers = run.map(({ place, plan }, i) => {
      const block = `layers.${place.layer - first}`;
      const key = `${block}.${place.sublayer}`;
      const same = runs.flatMap((other) => other[i]?.plan ?? []);
      return { plan: lifted(plan, same, key, given), place: { ...place, block, key } };
    });
    const shape = JSON.stringify(sublayers.map(({ plan, place }) => [plan, place.key]));
    return { index, first, length: run.length / perBlock, sublayers, given, shape };
  });
}

/** A plan whose scales are fed where those of other segments, at the same place in them, differ. */
function lifted(plan: SublayerPlan, same: readonly SublayerPlan[], key: string, given: Record<string, number>): SublayerPlan {
  const differing = (Object.keys(scaleFields) as ScaleField[]).filter(
    (field) => plan[field] !== undefined && new Set(same.map((other) => JSON.stringify(other[field]))).size > 1,
  );
  const fields = differing.map((field) => {
    const { scale, values } = lift(plan[field] as Scale, `given:${key}.${field}`);
    Object.assign(given, values);
    return [field, scale] as const;
  });
  return { ...plan, ...Object.fromEntries(fields) };
}

/** The model's name of something that a segment has under its own: block numbers moved up. */
export const globalKey = ({ first }: Pick<Segment, 'first'>, key: string): string =>
  key.replace(/(^|[:/])layers\.(\d+)\./, (_, before: string, block: string) => `${before}layers.${Number(block) + first}.`);
