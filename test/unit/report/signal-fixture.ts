/** A made-up signal measurement: three arms at five depths. */
import type { SignalArm, SignalDepth, SignalResult } from '../../../src/study/signal-types.ts';
import { compareFixture } from './fixture.ts';

const depths = [2, 4, 8, 16, 32];
const exponents: Readonly<Record<string, number>> = { post: -0.02, pre: -0.5, sandwich: -0.31 };

const perBlock = (depth: number, value: (block: number) => number): number[] => Array.from({ length: depth }, (_, at) => value(at + 1));

function measure(id: string, depth: number): SignalDepth {
  const mean = 0.9 * depth ** ((exponents[id] ?? 0) + 0.01);
  const grows = id === 'post' ? 0 : 1;
  return {
    depth,
    lastFfnGradNorm: { mean, low: mean * 0.9, high: mean * 1.12 },
    streamEnergy: perBlock(depth, (block) => 1 + grows * block),
    gradNormByLayer: perBlock(depth, (layer) => (id === 'post' ? 0.1 * 1.05 ** layer : 0.5 / Math.sqrt(layer))),
    embeddingShare: perBlock(depth, (block) => (id === 'post' ? 2 ** -block : 1 / (1 + block))),
    theory: {
      slope: id === 'post' ? 0 : -0.5,
      ...(id === 'pre' && {
        streamEnergy: { low: perBlock(depth, (block) => 1 + block / 2), high: perBlock(depth, (block) => 1 + 1.5 * block) },
      }),
      ...(id === 'post' && { embeddingShare: perBlock(depth, (block) => 2 ** -block) }),
    },
  };
}

export function signalFixture(): SignalResult {
  const { arms, engine, version, date } = compareFixture();
  const drawn = arms.map(
    ({ id, title, equation, diagram }): SignalArm => ({
      id,
      title,
      equation,
      diagram,
      slope: exponents[id] ?? null,
      depths: depths.map((depth) => measure(id, depth)),
    }),
  );
  return { arms: drawn, engine, command: 'normlab signal post pre sandwich', settings: { dModel: 128 }, seconds: 12.4, version, date };
}
