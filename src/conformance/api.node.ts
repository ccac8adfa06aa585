/** Conformance kits from Node: written for others, and our own checked again. */
import type { Engine } from '../engine/types.ts';
import { answer } from './answer.ts';
import { type Difference, differences } from './compare.ts';
import { byDepth, type DepthRow, type FirstDeviation, firstDeviation, fitting, fittingEps } from './depth.ts';
import { readKit, writeKit } from './folder.node.ts';
import { neighbourhood } from './neighbours.ts';
import { question } from './question.ts';
import { type KitInput, kitSpec } from './spec.ts';
import type { KitSpec } from './types.ts';

export interface ExportOptions extends KitInput {
  readonly seed?: number;
  /** Whether neighbouring models are computed too, which takes longer than all else; true when left out. */
  readonly neighbours?: boolean;
}

/**
 * Writes a kit: spec.json, params, inputs, activations, gradients and after (.safetensors), outputs.json, neighbours.json and check.py.
 *
 * @param engine that computes the numbers; the float64 reference, unless rounding is what is wanted.
 * @throws UserError when a field does not fit or the folder cannot be written.
 */
export async function exportKit(folder: string, engine: Engine, options: ExportOptions): Promise<KitSpec> {
  const { seed = 1, neighbours = true, ...input } = options;
  const asked = question(kitSpec(input), seed);
  writeKit(folder, asked, await answer(engine, asked), neighbours ? await neighbourhood(engine, asked) : undefined);
  return asked.spec;
}

export interface CheckResult {
  readonly spec: KitSpec;
  readonly tolerance: number;
  /** The largest first. */
  readonly differences: readonly Difference[];
  /** The first activation that deviates, in the order the data passes. */
  readonly first?: FirstDeviation;
  readonly byDepth: readonly DepthRow[];
  /** What would have to differ in the kit's model for it to give these numbers. */
  readonly fits: readonly string[];
  /** About the ε that explains the numbers, where one of no table does. */
  readonly fitsEps?: number;
  readonly passed: boolean;
}

/** Recomputes a kit and compares. @throws UserError when the folder is no whole kit. */
export async function checkKit(folder: string, engine: Engine, tolerance: number): Promise<CheckResult> {
  const kit = readKit(folder);
  const ours = await answer(engine, kit.question);
  const found = differences(ours, kit.answer);
  const passed = found.every(({ error }) => error <= tolerance);
  const fits = passed ? [] : fitting(ours.outputs, kit.answer.outputs, kit.neighbours, tolerance);
  return {
    spec: kit.question.spec,
    tolerance,
    differences: found,
    first: firstDeviation(found, kit.answer, tolerance),
    byDepth: byDepth(found, kit.answer),
    fits,
    ...(!passed && fits.length === 0 && { fitsEps: fittingEps(ours.outputs, kit.answer.outputs, kit.neighbours) }),
    passed,
  };
}
