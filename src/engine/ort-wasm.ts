import { ortEngine, type Runtime } from './ort.ts';
import type { EngineDefinition } from './types.ts';

/** ONNX Runtime as WebAssembly: the same binary, and so the same bits, in Node and in browsers. */
export const ortWasm: EngineDefinition = {
  id: 'ort-wasm',
  title: {
    en: 'ONNX Runtime as WebAssembly; the same bits in Node and in browsers',
    zh: 'ONNX Runtime 的 WebAssembly 版；在 Node 与浏览器中逐位相同',
  },
  open: async ({ threads }) => {
    const ort = await import('onnxruntime-web');
    // Read once, when the first session is made.
    ort.env.wasm.numThreads = threads;
    return ortEngine({
      runtime: ort as unknown as Runtime,
      description: { id: 'ort-wasm', threads, version: ort.env.versions.web ?? 'unknown', device: 'cpu' },
      options: { executionProviders: ['wasm'], graphOptimizationLevel: 'all', logSeverityLevel: 3 },
    });
  },
};
