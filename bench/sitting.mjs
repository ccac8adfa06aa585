/** Runs the jobs of a plan, one child process after the other. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ceiling, Starter } from './contestants.mjs';
import { Notes } from './notes.mjs';
import { productSize, products } from './plan.mjs';
import { writeWeights } from './weights.mjs';
import { adamW, nameOf } from './work.mjs';

/** @param progress see progress.mjs. */
export async function sit(jobs, progress, signal) {
  const folder = mkdtempSync(join(tmpdir(), 'normlab-bench-'));
  const [starter, notes, weightsOf] = [new Starter(signal), new Notes(), weightsWriter(folder)];
  try {
    for (const job of jobs) {
      if (notes.isGivenUp(job)) {
        progress.skip(job);
        continue;
      }
      progress.begin(job);
      await carryOut[job.kind](job, { starter, notes, weightsOf });
      progress.end(job);
    }
  } finally {
    progress.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return notes;
}

const carryOut = {
  ceiling: async (job, { starter, notes }) =>
    notes.addCeiling(job, await starter.run(ceiling, { threads: job.threads, products, size: productSize })),
  step: async (job, { starter, notes, weightsOf }) =>
    notes.addStep(job, await starter.run(job.contestant, question(job, weightsOf(job.shape)))),
  profile: async (job, { starter, notes }) => notes.addProfile(job, await starter.run(job.contestant, { ...question(job), profile: true })),
};

const question = ({ shape, threads, warmUp, steps, contestant }, weights) => ({
  shape,
  threads,
  warmUp,
  steps,
  engine: contestant.engine,
  diagnostics: contestant.diagnostics,
  weights,
  adamW,
});

/** Written once for each shape. */
function weightsWriter(folder) {
  const files = new Map();
  return (shape) => {
    const file = files.get(shape) ?? join(folder, `${nameOf(shape)}.safetensors`);
    if (!files.has(shape)) writeWeights(file, shape, adamW);
    files.set(shape, file);
    return file;
  };
}
