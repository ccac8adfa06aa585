import { withAdapter } from './adapter.ts';
import { ortEngine, type Runtime } from './ort.ts';
import type { EngineDefinition } from './types.ts';

/** ONNX Runtime as WebAssembly with a GPU behind it, where a browser offers WebGPU. */
export const ortWebWebgpu: EngineDefinition = {
  id: 'ort-web-webgpu',
  title: 'ONNX Runtime in the browser, on a GPU through WebGPU',
  open: async ({ threads }) => {
    const ort = await import('onnxruntime-web/webgpu');
    // Read once, when the first session is made.
    ort.env.wasm.numThreads = threads;
    const engine = ortEngine(
      ort as unknown as Runtime,
      { id: 'ort-web-webgpu', threads, version: ort.env.versions.web ?? 'unknown', device: 'webgpu' },
      { executionProviders: ['webgpu'], graphOptimizationLevel: 'all', logSeverityLevel: 3 },
    );
    return withAdapter(engine);
  },
};
