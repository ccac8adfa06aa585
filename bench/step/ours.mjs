/** Our step on one of our engines, run as src/train/session.ts runs it: what goes from step to step stays where the engine leaves it. */
import { message } from '../../dist/core/message/index.js';
import { engines } from '../../dist/engine/index.node.js';
import { EngineUnavailable } from '../../dist/engine/unavailable.js';
import { Carried } from '../../dist/train/carried.js';
import { Compiler } from '../../dist/train/compiler.js';
import { ourStep } from '../our-model.mjs';
import { question, say, timeSteps } from './loop.mjs';
import { profilers } from './profilers.mjs';

const asked = question();
const { shape, threads, diagnostics, adamW } = asked;

/** { engine, profile }: `profile` gives the profile of a program's steps after the warm-up. */
async function open() {
  if (asked.profile) return profilers[asked.engine](threads);
  return { engine: await engines.get(asked.engine).open({ threads }), profile: () => null };
}

async function main({ engine, profile }) {
  const { built, values, scalars } = ourStep(shape, adamW, diagnostics);
  if (asked.profile && !built.program) return say({ missing: 'no profile: so deep a model is run in pieces' });
  const { session } = await new Compiler(engine).compile('step', () => built);
  const carried = new Carried(values);
  const tokens = shape.batch * shape.context;
  const weights = new Float32Array(tokens).fill(1 / tokens);

  const figures = await timeSteps(asked, async (batch, at) => {
    const feeds = { ...batch, weights, step: Float64Array.of(at + 1) };
    for (const [name, value] of Object.entries(scalars(at + 1))) feeds[`scalar:${name}`] = Float64Array.of(value);
    const outputs = await session.run({ ...feeds, ...carried.feeds });
    carried.offer(outputs);
    carried.take();
    return outputs.loss[0];
  });
  say({ ...figures, profile: profile(built.program, asked.warmUp), version: engine.description.version });
}

try {
  await main(await open());
} catch (error) {
  if (!(error instanceof EngineUnavailable)) throw error;
  say({ missing: message('en', error.why, error.values) });
}
