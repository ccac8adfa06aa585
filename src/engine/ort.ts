/** Programs on ONNX Runtime, against its common interface only: the node and web packages are handed in. */
import type { InferenceSession, InferenceSessionFactory, Tensor as OrtTensor, TensorConstructor } from 'onnxruntime-common';
import { FailureError } from '../core/errors.ts';
import type { NamedType, Program } from '../graph/program.ts';
import { verify } from '../graph/verify.ts';
import { OnDevice } from './on-device.ts';
import type { Data, Engine, EngineDescription, Session, Value } from './types.ts';

export interface Runtime {
  readonly InferenceSession: InferenceSessionFactory;
  readonly Tensor: TensorConstructor;
}

/** A runtime with the options that make an engine of it. */
export interface Host {
  readonly runtime: Runtime;
  readonly description: EngineDescription;
  readonly options: InferenceSession.SessionOptions;
}

const elementTypes = { float: 'float32', int: 'int32', bool: 'bool' } as const;

/** Loaded with the first program: whoever only names engines needs none of it. */
export const onnx = () => import('../graph/onnx.ts');

/** An engine on the CPU. */
export const ortEngine = (host: Host): Engine => ({
  description: host.description,
  float: Float32Array,
  compile: async (program) => {
    verify(program);
    const { toOnnx } = await onnx();
    return ortSession(host, await createSession(host, toOnnx(program)), program, (tensor) => tensor.data as Data);
  },
});

export const createSession = (
  { runtime, description, options }: Host,
  bytes: Uint8Array,
  more: InferenceSession.SessionOptions = {},
): Promise<InferenceSession> => attempt(description.id, () => runtime.InferenceSession.create(bytes, { ...options, ...more }));

/** @param hand what to make of an output. */
export const ortSession = <Output extends Value>(
  { runtime, description }: Host,
  session: InferenceSession,
  program: Program,
  hand: (output: OrtTensor) => Output,
): Session<Output> => ({
  run: async (feeds) => {
    const tensors: Record<string, OrtTensor> = {};
    for (const input of program.inputs) tensors[input.name] = toTensor(runtime, input, feeds[input.name]);
    const results = await attempt(description.id, () => session.run(tensors));
    return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, hand(tensor)]));
  },
  release: () => session.release(),
});

function toTensor(runtime: Runtime, { name, shape, dtype }: NamedType, data: Value | undefined): OrtTensor {
  if (!data) throw new Error(`nothing was fed to input "${name}"`);
  if (data instanceof OnDevice) return data.tensor;
  const fitted = dtype === 'float' && data instanceof Float64Array ? Float32Array.from(data) : data;
  return new runtime.Tensor(elementTypes[dtype], fitted as Float32Array, shape) as OrtTensor;
}

export async function attempt<T>(engine: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new FailureError('error.engineFailed', { engine, detail: firstLine(error) });
  }
}

const firstLine = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n')[0] as string;
