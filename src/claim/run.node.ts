/** Measures claims one after the other, over one folder: what it holds is not measured again, and what stopped goes on. */
import { join } from 'node:path';
import { toJson } from '../core/json.ts';
import { writeWhole } from '../store/files.node.ts';
import { version } from '../study/version.node.ts';
import { askedOf } from './asked.ts';
import type { Evidence } from './evidence.ts';
import { measure } from './need/measure.node.ts';
import type { Measured, MeasureOptions } from './need/measured.ts';
import type { Need } from './need/types.ts';
import type { Claim } from './types.ts';

export interface ClaimsCall extends Omit<MeasureOptions, 'progress'> {
  readonly command: (claim: Claim) => string;
  readonly onClaim?: (claim: Claim, evidence: Evidence | undefined) => void;
  readonly onProgress?: (claim: Claim, share: number) => void;
}

export const evidenceFolder = (folder: string): string => join(folder, 'evidence');

/** Cheap ones first, so that a small budget decides as many claims as it can. */
const cost: Readonly<Record<Need['kind'], number>> = { signal: 1, initial: 2, study: 3, trained: 4 };
const costOf = ({ needs }: Claim): number => Math.max(0, ...Object.values(needs).map(({ kind }) => cost[kind]));

/**
 * Evidence of each claim, also written to `evidence/<id>.json`; a claim whose needs were not whole when the signal came has none.
 *
 * @throws UserError or FailureError when something cannot be run or written.
 */
export async function runClaims(claims: readonly Claim[], call: ClaimsCall): Promise<Map<string, Evidence>> {
  const known = new Map<Need, Measured>();
  const found = new Map<string, Evidence>();
  for (const claim of [...claims].sort((a, b) => costOf(a) - costOf(b))) {
    const evidence = await gather(claim, known, call);
    call.onClaim?.(claim, evidence);
    if (!evidence) continue;
    found.set(claim.id, evidence);
    writeWhole(join(evidenceFolder(call.folder), `${claim.id}.json`), evidenceText(evidence));
  }
  return found;
}

export const evidenceText = (evidence: Evidence): string => `${toJson(evidence)}\n`;

async function gather(claim: Claim, known: Map<Need, Measured>, call: ClaimsCall): Promise<Evidence | undefined> {
  const needs = Object.entries(claim.needs);
  const all: [string, Measured][] = [];
  for (const [at, [name, need]] of needs.entries()) {
    const progress = (share: number) => call.onProgress?.(claim, (at + share) / needs.length);
    const measured = known.get(need) ?? (call.signal.aborted ? undefined : await measure(need, { ...call, progress }));
    if (!measured) return undefined;
    known.set(need, measured);
    all.push([name, measured]);
  }
  return {
    format: 1,
    id: claim.id,
    asked: askedOf(claim),
    numbers: claim.read(Object.fromEntries(all.map(([name, { result }]) => [name, result]))),
    runs: all.reduce((total, [, { runs }]) => total + runs, 0),
    seconds: Math.round(10 * all.reduce((total, [, { seconds }]) => total + seconds, 0)) / 10,
    command: call.command(claim),
    version,
    date: new Date().toISOString(),
    engine: all[0]?.[1].engine ?? null,
  };
}
