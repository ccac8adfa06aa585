/** Where ONNX Runtime puts the operators of a program. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import { type OnnxOptions, toOnnx } from '../../src/graph/onnx.ts';
import type { Program } from '../../src/graph/program.ts';
import { size } from '../../src/graph/tensor.ts';

const base = { executionProviders: ['webgpu'], graphOptimizationLevel: 'all', logSeverityLevel: 4 } as const;

/** ONNX operators of a program that the CPU runs for want of a GPU kernel, sorted; empty when all of it is on the GPU. */
export async function onCpu(program: Program, options: OnnxOptions = { fused: false }): Promise<string[]> {
  const bytes = toOnnx(program, options);
  try {
    const strict = { session: { disable_cpu_ep_fallback: '1' } };
    const session = await ort.InferenceSession.create(bytes, { ...base, extra: strict });
    await session.release();
    return [];
  } catch (error) {
    if (!String(error).includes('fallback to CPU EP has been explicitly disabled')) throw error;
    return profiled(bytes, program);
  }
}

interface ProfileEvent {
  readonly args?: { readonly provider?: string; readonly op_name?: string };
}

/** The runtime refuses without naming names; its profile of a run on zeros does. */
async function profiled(bytes: Uint8Array, program: Program): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'normlab-profile-'));
  try {
    const session = await ort.InferenceSession.create(bytes, {
      ...base,
      enableProfiling: true,
      profileFilePrefix: join(folder, 'profile'),
    });
    await session.run(Object.fromEntries(program.inputs.map((input) => [input.name, zeros(input)])));
    // The profile is written when the session ends.
    await session.release();
    const events = JSON.parse(readFileSync(join(folder, readdirSync(folder)[0] as string), 'utf8')) as ProfileEvent[];
    const names = events.flatMap(({ args }) => (args?.provider === 'CPUExecutionProvider' ? String(args.op_name) : []));
    if (names.length === 0) throw new Error('the runtime refused the program, but its profile has all of it on the GPU');
    return [...new Set(names)].sort();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function zeros({ shape, dtype }: Program['inputs'][number]): ort.Tensor {
  const length = size(shape);
  if (dtype === 'float') return new ort.Tensor('float32', new Float32Array(length), shape);
  return dtype === 'int' ? new ort.Tensor('int32', new Int32Array(length), shape) : new ort.Tensor('bool', new Uint8Array(length), shape);
}
