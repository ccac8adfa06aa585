/** Conformance kits from Node: written for others, and our own checked again. */
import type { Engine } from '../engine/types.ts';
import { answer } from './answer.ts';
import { type Difference, differences } from './compare.ts';
import { readKit, writeKit } from './folder.node.ts';
import { question } from './question.ts';
import { type KitInput, kitSpec } from './spec.ts';
import type { KitSpec } from './types.ts';

export interface ExportOptions extends KitInput {
  readonly seed?: number;
}

/**
 * Writes a kit: spec.json, params, inputs, gradients and after (.safetensors), outputs.json and check.py.
 *
 * @param engine that computes the numbers; the float64 reference, unless rounding is what is wanted.
 * @throws UserError when a field does not fit or the folder cannot be written.
 */
export async function exportKit(folder: string, engine: Engine, { seed = 1, ...input }: ExportOptions): Promise<KitSpec> {
  const asked = question(kitSpec(input), seed);
  writeKit(folder, asked, await answer(engine, asked));
  return asked.spec;
}

export interface CheckResult {
  readonly spec: KitSpec;
  readonly tolerance: number;
  /** The largest first. */
  readonly differences: readonly Difference[];
  readonly passed: boolean;
}

/** Recomputes a kit and compares. @throws UserError when the folder is no whole kit. */
export async function checkKit(folder: string, engine: Engine, tolerance: number): Promise<CheckResult> {
  const kit = readKit(folder);
  const found = differences(await answer(engine, kit.question), kit.answer);
  return { spec: kit.question.spec, tolerance, differences: found, passed: found.every(({ error }) => error <= tolerance) };
}
