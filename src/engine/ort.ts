/** Programs on ONNX Runtime, against its common interface only: the node and web packages are handed in. */
import type { InferenceSession, InferenceSessionFactory, Tensor as OrtTensor, TensorConstructor } from 'onnxruntime-common';
import { FailureError } from '../core/errors.ts';
import { copyOnnx, toOnnx } from '../graph/onnx.ts';
import type { NamedType, Program } from '../graph/program.ts';
import { verify } from '../graph/verify.ts';
import { isOnDevice } from './resident.ts';
import type { Data, DeviceValue, Engine, EngineDescription, Session, Value } from './types.ts';

export interface Runtime {
  readonly InferenceSession: InferenceSessionFactory;
  readonly Tensor: TensorConstructor;
}

const elementTypes = { float: 'float32', int: 'int32', bool: 'bool' } as const;

export function ortEngine(runtime: Runtime, description: EngineDescription, options: InferenceSession.SessionOptions): Engine {
  const onCpu = description.device === 'cpu';
  const open = (bytes: Uint8Array, more: InferenceSession.SessionOptions = {}) =>
    attempt(description.id, () => runtime.InferenceSession.create(bytes, { ...options, ...more }));
  const read = downloads(() => open(copyOnnx()));
  const compile = async (program: Program, stays: (output: string) => boolean = () => false): Promise<Session<Value>> => {
    verify(program);
    const locations = Object.fromEntries(program.outputs.map(({ name }) => [name, stays(name) ? 'gpu-buffer' : 'cpu'] as const));
    const session = await open(toOnnx(program, { fused: onCpu }), onCpu ? {} : { preferredOutputLocation: locations });
    return ortSession(runtime, description.id, session, program, read);
  };
  return {
    description,
    float: Float32Array,
    compile: (program) => compile(program) as Promise<Session>,
    ...(!onCpu && { compileResident: compile }),
  };
}

type Read = (tensor: OrtTensor) => Promise<Data>;

function ortSession(runtime: Runtime, engine: string, session: InferenceSession, program: Program, read: Read): Session<Value> {
  return {
    run: async (feeds) => {
      const tensors: Record<string, OrtTensor> = {};
      for (const input of program.inputs) tensors[input.name] = toTensor(runtime, input, feeds[input.name]);
      const results = await attempt(engine, () => session.run(tensors));
      return Object.fromEntries(
        Object.entries(results).map(([name, tensor]) => [
          name,
          tensor.location === 'cpu' ? (tensor.data as Data) : new OnDevice(tensor, read),
        ]),
      );
    },
    release: () => session.release(),
  };
}

/** A tensor in a device's memory. */
class OnDevice implements DeviceValue {
  constructor(
    readonly tensor: OrtTensor,
    private readonly read: Read,
  ) {}

  download(): Promise<Data> {
    return this.read(this.tensor);
  }

  release(): void {
    this.tensor.dispose();
  }
}

/** Downloads run a program that copies: asking a tensor for its data ends the process in onnxruntime-node 1.30. */
function downloads(open: () => Promise<InferenceSession>): Read {
  let opened: Promise<InferenceSession> | undefined;
  return async (tensor) => {
    opened ??= open();
    const { y } = await (await opened).run({ x: tensor });
    return (y as OrtTensor).data as Data;
  };
}

function toTensor(runtime: Runtime, { name, shape, dtype }: NamedType, data: Value | undefined): OrtTensor {
  if (!data) throw new Error(`nothing was fed to input "${name}"`);
  if (isOnDevice(data)) return (data as OnDevice).tensor;
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
