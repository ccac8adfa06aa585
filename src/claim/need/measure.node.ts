/** Measures needs, each once: what was measured before is read from the folder. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shortHash } from '../../core/hash.ts';
import { canonicalJson, fromJsonNumber, toJson } from '../../core/json.ts';
import { writeWhole } from '../../store/files.node.ts';
import { version } from '../../study/version.node.ts';
import type { Measured, MeasureOptions } from './measured.ts';
import { measureProbes } from './probe.node.ts';
import { measureSignal } from './signal.node.ts';
import { measureStudy } from './study.node.ts';
import type { Need } from './types.ts';

/** A need measured, or undefined when it was stopped before its end; what had finished is kept. */
export async function measure(need: Need, options: MeasureOptions): Promise<Measured | undefined> {
  // Runs of studies are their own record.
  if (need.kind === 'study') return measureStudy(need, options);
  const file = join(options.folder, 'measured', `${shortHash(canonicalJson({ need, version, engine: options.engine }))}.json`);
  const before = measuredBefore(file);
  if (before) return before;
  const measured = await (need.kind === 'signal' ? measureSignal(need, options) : measureProbes(need, options));
  if (measured) writeWhole(file, `${toJson(measured)}\n`);
  return measured;
}

/** What an earlier call wrote; a file that is damaged counts as none, and is written anew. */
function measuredBefore(file: string): Measured | undefined {
  try {
    const found = revived(JSON.parse(readFileSync(file, 'utf8'))) as Measured | null;
    return Array.isArray(found?.result) ? (found as Measured) : undefined;
  } catch {
    return undefined;
  }
}

const words = new Set(['NaN', 'Infinity', '-Infinity']);

/** Numbers that JSON keeps as words, numbers again. */
function revived(value: unknown): unknown {
  if (typeof value === 'string') return words.has(value) ? fromJsonNumber(value) : value;
  if (Array.isArray(value)) return value.map(revived);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, revived(child)]));
}
