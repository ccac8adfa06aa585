/** The race of a page once more in Node, on the same engine. */
import { expect } from 'vitest';
import { ortWasm } from '../../src/engine/ort-wasm.ts';
import { Compiler, parseRun, type TaskFile, tasks, trainEvents } from '../../src/index.ts';
import type { SavedRace } from './lab.ts';

let compiler: Promise<Compiler> | undefined;

interface Losses {
  readonly losses: number[];
  readonly evalLoss: number | null;
}

/** @param spec as the page saves it; its engine is left aside. */
export async function inNode(spec: never, files: readonly TaskFile[] = []): Promise<Losses> {
  compiler ??= ortWasm.open({ threads: 1 }).then((engine) => new Compiler(engine));
  const run = parseRun(spec);
  const task = tasks.get(run.task.id).create(run.task, run.model.seqLen, files);
  const losses: number[] = [];
  let evalLoss: number | null = null;
  for await (const event of trainEvents(run, { compiler: await compiler, task })) {
    if (event.type === 'step') losses.push(event.loss);
    if (event.type === 'finished') evalLoss = event.evalLoss;
  }
  return { losses, evalLoss };
}

/** @param butFirst leaves the first loss of each run aside. */
export async function expectNodesBits({ arms }: SavedRace, files: readonly TaskFile[] = [], { butFirst = false } = {}): Promise<void> {
  const cut = butFirst ? 1 : 0;
  for (const { name, runs } of arms) {
    for (const { spec, seed, losses, evalLoss } of runs) {
      const told = await inNode(spec, files);
      expect({ losses: losses.slice(cut), evalLoss }, `${name} ${seed}`).toEqual({ ...told, losses: told.losses.slice(cut) });
    }
  }
}
