import { availableParallelism } from 'node:os';
import { UserError } from '../core/errors.ts';
import { engines } from '../engine/index.node.ts';
import type { EngineDefinition } from '../engine/types.ts';
import type { EngineChoice } from '../spec/run.ts';

/** An engine that runs here, and why faster ones do not. */
export interface Fastest {
  readonly id: string;
  readonly passedOver: readonly { readonly id: string; readonly why: UserError }[];
}

/** The first of these engines, the fastest first, that can run here. The last resort has no check. */
export async function findFastest(candidates: readonly EngineDefinition[]): Promise<Fastest> {
  const passedOver: { readonly id: string; readonly why: UserError }[] = [];
  for (const { id, check } of candidates)
    try {
      await check?.();
      return { id, passedOver };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      passedOver.push({ id, why: error });
    }
  throw passedOver[0]?.why ?? new Error('no engines');
}

let finding: Promise<Fastest> | undefined;
let found: Fastest | undefined;

/** The engine asked for, or the fastest that runs here. @throws UserError for an unknown id. */
export async function chooseEngine(id: string | undefined, threads: number): Promise<EngineChoice> {
  if (id !== undefined) return { id: engines.get(id).id, threads };
  finding ??= findFastest(engines.members);
  found = await finding;
  return { id: found.id, threads };
}

/** Faster engines than this one that were tried in vain when it was chosen; none where it was asked for by name. */
export const passedOver = (id: string): Fastest['passedOver'] => (found?.id === id ? found.passedOver : []);

/** Worker processes by default: one for each core. */
export const defaultJobs = (): number => availableParallelism();
