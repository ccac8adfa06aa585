/** Programs on ONNX Runtime, against its common interface only: the node and web packages are handed in. */
import type { InferenceSession, InferenceSessionFactory, Tensor as OrtTensor, TensorConstructor } from 'onnxruntime-common';
import { FailureError } from '../core/errors.ts';
import { toOnnx } from '../graph/onnx.ts';
import type { NamedType, Program } from '../graph/program.ts';
import { verify } from '../graph/verify.ts';
import type { Data, Engine, EngineDescription, Session } from './types.ts';

export interface Runtime {
  readonly InferenceSession: InferenceSessionFactory;
  readonly Tensor: TensorConstructor;
}

const elementTypes = { float: 'float32', int: 'int32', bool: 'bool' } as const;

export function ortEngine(runtime: Runtime, description: EngineDescription, options: InferenceSession.SessionOptions): Engine {
  return {
    description,
    float: Float32Array,
    compile: async (program) => {
      verify(program);
      const session = await attempt(description.id, () => runtime.InferenceSession.create(toOnnx(program), options));
      return ortSession(runtime, description.id, session, program);
    },
  };
}

function ortSession(runtime: Runtime, engine: string, session: InferenceSession, program: Program): Session {
  return {
    run: async (feeds) => {
      const tensors: Record<string, OrtTensor> = {};
      for (const input of program.inputs) tensors[input.name] = toTensor(runtime, input, feeds[input.name]);
      const results = await attempt(engine, () => session.run(tensors));
      return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, tensor.data as Data]));
    },
    release: () => session.release(),
  };
}

function toTensor(runtime: Runtime, { name, shape, dtype }: NamedType, data: Data | undefined): OrtTensor {
  if (!data) throw new Error(`nothing was fed to input "${name}"`);
  const fitted = dtype === 'float' && data instanceof Float64Array ? Float32Array.from(data) : data;
  return new runtime.Tensor(elementTypes[dtype], fitted as Float32Array, shape) as OrtTensor;
}

async function attempt<T>(engine: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new FailureError('error.engineFailed', { engine, detail: firstLine(error) });
  }
}

const firstLine = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n')[0] as string;
