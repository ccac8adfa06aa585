/** What the contestants in JavaScript share: the question on the command line, the timed loop, the answer as one line of JSON. */
import { batchAt } from '../work.mjs';

/** { shape, threads, warmUp, steps, engine, diagnostics, weights, adamW }; `weights` is a safetensors file. */
export const question = () => JSON.parse(process.argv[2] ?? '{}');

export const say = (answer) => console.log(JSON.stringify(answer));

/**
 * Runs warm-up and timed steps from the first batch on. Milliseconds of the timed ones: `wall` by the clock, `cpu` that all threads
 * of this process worked.
 *
 * @param step takes a batch and the number of the step, from 0; resolves to the loss when parameters and optimizer are up to date.
 */
export async function timeSteps({ shape, warmUp, steps }, step) {
  const [wall, cpu, losses] = [[], [], []];
  for (let at = 0; at < warmUp + steps; at++) {
    const batch = batchAt(shape, at);
    const [began, worked] = [performance.now(), process.cpuUsage()];
    losses.push(await step(batch, at));
    const { user, system } = process.cpuUsage(worked);
    if (at < warmUp) continue;
    wall.push(performance.now() - began);
    cpu.push((user + system) / 1000);
  }
  return { wall, cpu, losses };
}
