/** Our step, fed as src/train/session.ts feeds it. */
import { engines } from '../../dist/engine/index.node.js';
import { ourStep } from '../our-model.mjs';
import { question, say, timeSteps } from './loop.mjs';
import { startProfile } from './profile.mjs';

const asked = question();
const { shape, threads, diagnostics, adamW } = asked;
const endProfile = asked.profile ? startProfile() : null;
const engine = await engines.get(process.env.NORMLAB_ENGINE ?? 'ort-node').open({ threads });
const { program, values, scalars } = ourStep(shape, adamW, diagnostics);
const session = await engine.compile(program);
const tokens = shape.batch * shape.context;
const weights = new Float32Array(tokens).fill(1 / tokens);

const figures = await timeSteps(asked, async (batch, at) => {
  const feeds = { ...batch, weights, step: Float64Array.of(at + 1), ...Object.fromEntries(values) };
  for (const [name, value] of Object.entries(scalars(at + 1))) feeds[`scalar:${name}`] = Float64Array.of(value);
  const outputs = await session.run(feeds);
  for (const key of values.keys()) values.set(key, outputs[`next:${key}`]);
  return outputs.loss[0];
});
const profile = endProfile?.(asked.warmUp);
say({ ...figures, profile, version: `${engine.description.id} ${engine.description.version}` });
