import { createRequire } from 'node:module';
import { FailureError } from '../core/errors.ts';
import { withAdapter } from './adapter.ts';
import { ortEngine, type Runtime } from './ort.ts';
import type { Engine, EngineDefinition } from './types.ts';

/** ONNX Runtime's native CPU engine. `session.run` blocks its thread: use it in a child process. */
export const ortNode: EngineDefinition = {
  id: 'ort-node',
  title: 'ONNX Runtime, native, on the CPU',
  open: ({ threads }) => open('ort-node', 'cpu', threads),
};

/** The same package on a GPU, where WebGPU finds an adapter. */
export const ortNodeWebgpu: EngineDefinition = {
  id: 'ort-node-webgpu',
  title: 'ONNX Runtime, native, on a GPU through WebGPU',
  open: async ({ threads }) => withAdapter(await open('ort-node-webgpu', 'webgpu', threads)),
};

async function open(id: string, device: string, threads: number): Promise<Engine> {
  const runtime = await load();
  const { version } = createRequire(import.meta.url)('onnxruntime-node/package.json') as { version: string };
  return ortEngine(
    runtime,
    { id, threads, version, device },
    {
      executionProviders: [device],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
      // Spinning wins little between steps and starves the other jobs.
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    },
  );
}

async function load(): Promise<Runtime> {
  try {
    return (await import('onnxruntime-node')) as unknown as Runtime;
  } catch (error) {
    throw new FailureError('error.noOrtNode', { detail: (error as Error).message.split('\n')[0] as string });
  }
}
