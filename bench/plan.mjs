/** One sitting: everybody in turns, round after round, so that a machine that gets slower or faster does so for all. */
import { contestants } from './contestants.mjs';
import { stepFlops } from './work.mjs';

/** Steps that are run but not timed: memory is asked for, kernels are compiled. */
const warmUp = { fast: 3, slow: 1 };
/** The most that slow peers take. */
const slowly = { rounds: 2, steps: 2 };
const slowlyInQuick = { rounds: 1, steps: 1 };

/** Products of two matrices in one measurement of the ceiling; the fastest counts. */
export const products = 6;
export const productSize = 2048;

/**
 * The jobs of a sitting in their order: { kind: 'ceiling' | 'step' | 'profile', shape, round, threads, flops }, for steps and
 * profiles also { contestant, warmUp, steps }.
 *
 * @param options { shapes, engines, peers, threads, rounds, steps, quick, profile }
 */
export function plan({ shapes, engines, peers, threads, rounds, steps, quick, profile }) {
  const smallest = shapes.reduce((best, shape) => (stepFlops(shape) < stepFlops(best) ? shape : best));
  const limit = quick ? slowlyInQuick : slowly;
  const jobs = [];
  for (const shape of shapes) {
    for (let round = 0; round < rounds; round++) {
      const present = contestants({ engines, peers, threads }).filter(
        ({ slow }) => !slow || (round < limit.rounds && (!quick || shape === smallest)),
      );
      // Every other round backwards: nobody always runs after the same neighbour.
      if (round % 2 === 1) present.reverse();
      for (const count of threads) jobs.push({ kind: 'ceiling', shape, round, threads: count, flops: products * 2 * productSize ** 3 });
      for (const contestant of present) jobs.push({ ...stepJob(contestant, shape, steps, limit), round });
    }
    // After everybody else: a step that is profiled takes longer.
    const profiled = profile ? contestants({ engines, peers: [], threads }).filter((one) => one.profiled && !one.diagnostics) : [];
    for (const contestant of profiled) jobs.push({ ...stepJob(contestant, shape, steps, limit), kind: 'profile', round: rounds - 1 });
  }
  return jobs;
}

function stepJob(contestant, shape, steps, limit) {
  const { slow, threads } = contestant;
  const [before, timed] = slow ? [warmUp.slow, Math.min(steps, limit.steps)] : [warmUp.fast, steps];
  return { kind: 'step', contestant, shape, threads, warmUp: before, steps: timed, flops: (before + timed) * stepFlops(shape) };
}
