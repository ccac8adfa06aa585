/** ONNX Runtime on a GPU, in Node and in browsers alike: outputs that the next run takes up stay there. */
import type { Tensor as OrtTensor } from 'onnxruntime-common';
import { FailureError } from '../core/errors.ts';
import type { Program } from '../graph/program.ts';
import { verify } from '../graph/verify.ts';
import { Lease } from './on-device.ts';
import { attempt, createSession, type Host, onnx, ortSession } from './ort.ts';
import type { Data, Engine, Session, Value } from './types.ts';

/** @throws FailureError where there is no adapter. */
export async function ortGpuEngine(host: Host): Promise<Engine> {
  const read = await reader(host);
  const compile = async (program: Program, stays: (output: string) => boolean): Promise<Session<Value>> => {
    verify(program);
    const locations = Object.fromEntries(program.outputs.map(({ name }) => [name, stays(name) ? 'gpu-buffer' : 'cpu'] as const));
    const { toOnnx } = await onnx();
    const session = await createSession(host, toOnnx(program, { fused: false }), { preferredOutputLocation: locations });
    const lease = new Lease(session);
    const { run } = ortSession<Value>(host, session, program, (output) =>
      output.location === 'cpu' ? (output.data as Data) : lease.hold(output, read),
    );
    return { run, release: () => lease.release() };
  };
  return {
    description: host.description,
    float: Float32Array,
    compile: (program) => compile(program, () => false) as Promise<Session>,
    compileResident: compile,
  };
}

/**
 * Downloads by a program that copies: a tensor asked for its data ends the process in onnxruntime-node 1.30. Its session is the first
 * one, so it also tells whether there is an adapter.
 */
async function reader(host: Host): Promise<(tensor: OrtTensor) => Promise<Data>> {
  const { copyOnnx } = await onnx();
  const session = await createSession(host, copyOnnx()).catch((error) => {
    // The engine's own sentence wraps the runtime's: keep the latter.
    const detail = (error instanceof FailureError ? String(error.values.detail) : String(error)).replace(/^.* was false\. /, '');
    throw new FailureError('error.noAdapter', { detail });
  });
  return async (tensor) => {
    const { y } = await attempt(host.description.id, () => session.run({ x: tensor }));
    return (y as OrtTensor).data as Data;
  };
}
