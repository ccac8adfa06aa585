/** Whether runs, run again, come to the same: what is compared, which are drawn, and what counts as the same. */
import { hash } from '../core/hash.ts';
import { random } from '../core/random.ts';
import type { EngineDescription } from '../engine/types.ts';
import type { RunPlan, RunRecord, Status } from './types.ts';

/** What stands for a run: how it ended, and every training loss on the way. */
export interface RunDigest extends RunPlan {
  readonly status: Status;
  readonly steps: number;
  readonly evalLoss: number | null;
  /** SHA-256 of all training losses. */
  readonly losses: string;
}

export const digestOf = ({ id, arm, stage, seed, lr, warmup, fields, status, steps, evalLoss, trainLoss }: RunRecord): RunDigest => ({
  ...{ id, arm, stage, seed, lr, warmup, fields, status, steps, evalLoss },
  losses: hash(trainLoss.values.join(' ')),
});

/** What a report carries along, so that it can be verified by itself. */
export interface EmbeddedStudy<File> {
  readonly study: File;
  readonly engine: EngineDescription;
  readonly runs: readonly RunDigest[];
}

const ended = ({ status }: RunDigest): boolean => status === 'finished' || status === 'diverged';

/** Runs to run again: arm by arm in turns, judging runs before others, drawn by the study's id. */
export function sample(runs: readonly RunDigest[], n: number, seed: string): RunDigest[] {
  const stream = random(0, `verify/${seed}`);
  const drawn = runs.filter(ended).map((run) => ({ run, key: (run.stage === 'judge' ? 0 : 1) + stream.uniform() }));
  const byArm = new Map<string, RunDigest[]>();
  for (const { run } of drawn.sort((a, b) => a.key - b.key)) byArm.set(run.arm, [...(byArm.get(run.arm) ?? []), run]);
  const turns = [...byArm.values()];
  const longest = Math.max(0, ...turns.map(({ length }) => length));
  return Array.from({ length: longest }, (_, i) => turns.flatMap((of) => of[i] ?? []))
    .flat()
    .slice(0, n);
}

export const sameEngine = (a: EngineDescription, b: EngineDescription): boolean =>
  a.id === b.id && a.version === b.version && a.threads === b.threads && a.device === b.device;

/** Another engine rounds elsewhere: losses agree to about this, nats per token. */
const looseNats = 0.05;

/** Exact: every bit of every loss. Else: the same end, and a loss about the same. */
export function agree(before: RunDigest, after: RunDigest, exact: boolean): boolean {
  if (before.status !== after.status) return false;
  if (exact) return before.steps === after.steps && Object.is(before.evalLoss, after.evalLoss) && before.losses === after.losses;
  return before.evalLoss === null || after.evalLoss === null || Math.abs(before.evalLoss - after.evalLoss) <= looseNats;
}
