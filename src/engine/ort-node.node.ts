import { createRequire } from 'node:module';
import { installOptional } from './optional.node.ts';
import { type Host, ortEngine, type Runtime } from './ort.ts';
import { ortGpuEngine } from './ort-gpu.ts';
import type { EngineDefinition } from './types.ts';
import { EngineUnavailable } from './unavailable.ts';

const runtime = 'onnxruntime-node';

/** ONNX Runtime's native CPU engine. `session.run` blocks its thread: use it in a child process. */
export const ortNode: EngineDefinition = {
  id: 'ort-node',
  title: { en: 'ONNX Runtime, native, on the CPU', zh: 'ONNX Runtime 原生库，CPU' },
  check: async () => attempt(() => createRequire(import.meta.url).resolve(runtime)),
  open: async ({ threads }) => ortEngine(await host('ort-node', 'cpu', threads)),
};

/** The same package on a GPU, where WebGPU finds an adapter. */
export const ortNodeWebgpu: EngineDefinition = {
  id: 'ort-node-webgpu',
  title: { en: 'ONNX Runtime, native, on a GPU through WebGPU', zh: 'ONNX Runtime 原生库，经 WebGPU 用 GPU' },
  open: async ({ threads }) => ortGpuEngine(await host('ort-node-webgpu', 'webgpu', threads)),
};

async function host(id: string, device: string, threads: number): Promise<Host> {
  const loaded = await load();
  const { version } = createRequire(import.meta.url)('onnxruntime-node/package.json') as { version: string };
  return {
    runtime: loaded,
    description: { id, threads, version, device },
    options: {
      executionProviders: [device],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
      extra: { session: { intra_op: waiting(threads) } },
    },
  };
}

/** A few microseconds of spinning bridge the gap between two nodes of a graph; longer would starve other jobs. One thread waits for none. */
const waiting = (threads: number): Readonly<Record<string, string>> =>
  threads > 1 ? { allow_spinning: '1', spin_duration_us: '20' } : { allow_spinning: '0' };

const load = (): Promise<Runtime> => attempt(async () => (await import('onnxruntime-node')) as unknown as Runtime);

/** Its own install step would only fetch CUDA from elsewhere. */
async function attempt<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new EngineUnavailable('noOrtNode', {
      install: installOptional(runtime),
      detail: (error as Error).message.split('\n')[0] as string,
    });
  }
}
