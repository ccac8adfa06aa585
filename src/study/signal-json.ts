/** The signal result as `--json` writes it; the schema is what `normlab schema signal` prints. */
import { z } from 'zod';
import type { SignalResult } from './signal-types.ts';

/** A number, or the text of one that JSON cannot hold. */
const value = z.union([z.number(), z.literal(['NaN', 'Infinity', '-Infinity'])]);
const values = z.array(value);

const depth = z.strictObject({
  depth: z.int(),
  lastFfnGradNorm: z
    .strictObject({ mean: value, low: value.nullable(), high: value.nullable() })
    .describe('mean over seeds with a 95% t interval'),
  streamEnergy: values.describe('mean square per feature of the stream after blocks 1…depth, seeds averaged'),
  gradNormByLayer: values,
  embeddingShare: values.describe('cosine of the stream after each block with the embedding'),
});

export const signalJsonSchema = z.strictObject({
  arms: z.array(
    z.strictObject({
      id: z.string(),
      equation: z.string(),
      slope: value.nullable().describe('log-log slope of lastFfnGradNorm on depth'),
      depths: z.array(depth),
    }),
  ),
  engine: z.strictObject({ id: z.string(), threads: z.int(), version: z.string(), device: z.string() }),
  command: z.string(),
  settings: z.record(z.string(), z.unknown()),
  seconds: z.number(),
  version: z.string(),
  date: z.string(),
});

export const toSignalJson = ({ arms, ...rest }: SignalResult) => ({
  arms: arms.map(({ id, equation, slope, depths }) => ({
    id,
    equation,
    slope,
    depths: depths.map(({ theory: _theory, ...cell }) => cell),
  })),
  ...rest,
});
