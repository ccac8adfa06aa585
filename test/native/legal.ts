/** Random specs that are legal, each with what its run asks of an engine. */
import fc from 'fast-check';
import { UserError } from '../../src/core/errors.ts';
import type { Program } from '../../src/graph/program.ts';
import { parseRun } from '../../src/spec/parse.ts';
import { tasks } from '../../src/task/index.ts';
import { Compiler } from '../../src/train/compiler.ts';
import { train } from '../../src/train/session.ts';
import { randomRun } from '../helper/random-run.ts';
import { type Call, recordingEngine } from './recorder.ts';

interface Model {
  readonly spec: unknown;
  readonly calls: readonly Call[];
}

/** What a run asks of its engine: one program of a model in turn, all of one in pieces. Nothing of a spec that is none. */
async function callsOf(spec: unknown, turn: number): Promise<readonly Call[]> {
  try {
    const run = parseRun(spec);
    const task = tasks.get(run.task.id).create(run.task, run.model.seqLen, undefined);
    const calls = new Map<Program, Call>();
    for await (const _ of train(run, { compiler: new Compiler(recordingEngine(calls)), task }));
    const all = [...calls.values()];
    return all.length > 3 ? all : all.slice(turn % all.length).slice(0, 1);
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}

/** The first so many of a stream of specs that are legal. */
export async function legal(seed: number, count: number): Promise<readonly Model[]> {
  const found: Model[] = [];
  for (const spec of fc.sample(randomRun, { seed, numRuns: 4 * count })) {
    const calls = await callsOf(spec, found.length);
    if (calls.length > 0) found.push({ spec, calls });
    if (found.length === count) return found;
  }
  throw new Error(`of ${4 * count} specs only ${found.length} were legal`);
}
