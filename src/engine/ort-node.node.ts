import { createRequire } from 'node:module';
import { FailureError } from '../core/errors.ts';
import { ortEngine, type Runtime } from './ort.ts';
import type { EngineDefinition } from './types.ts';

/** ONNX Runtime's native CPU engine (and WebGPU, where there is an adapter). `session.run` blocks: use it in a child process. */
export const ortNode: EngineDefinition = {
  id: 'ort-node',
  title: 'ONNX Runtime, native; CPU, or WebGPU where there is an adapter',
  devices: ['cpu', 'webgpu'],
  open: async ({ threads, device }) => {
    const runtime = await load();
    const version = (createRequire(import.meta.url)('onnxruntime-node/package.json') as { version: string }).version;
    const engine = ortEngine(
      runtime,
      { id: 'ort-node', threads, version, device },
      {
        executionProviders: [device],
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        graphOptimizationLevel: 'all',
        logSeverityLevel: 3,
        // Spinning wins nothing between steps and starves the other jobs.
        extra: { session: { intra_op: { allow_spinning: '0' } } },
      },
    );
    if (device === 'webgpu') await requireAdapter(engine);
    return engine;
  },
};

async function load(): Promise<Runtime> {
  try {
    return (await import('onnxruntime-node')) as unknown as Runtime;
  } catch (error) {
    throw new FailureError('error.noOrtNode', { detail: (error as Error).message.split('\n')[0] as string });
  }
}

/** The adapter is only looked for when a session is made, so make the smallest one. */
async function requireAdapter(engine: ReturnType<typeof ortEngine>): Promise<void> {
  const { newGraph, program } = await import('../graph/program.ts');
  const x = newGraph().input('x', [1]);
  const y = x.node.graph.apply('neg', [x])[0];
  try {
    if (y) await (await engine.compile(program({ y }))).release();
  } catch (error) {
    throw new FailureError('error.noAdapter', { detail: (error as Error).message });
  }
}
