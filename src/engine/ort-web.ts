import type { Runtime } from './ort.ts';
import { ortGpuEngine } from './ort-gpu.ts';
import type { EngineDefinition } from './types.ts';

/** ONNX Runtime as WebAssembly with a GPU behind it, where a browser offers WebGPU. */
export const ortWebWebgpu: EngineDefinition = {
  id: 'ort-web-webgpu',
  title: { en: 'ONNX Runtime in the browser, on a GPU through WebGPU', zh: '浏览器中的 ONNX Runtime，经 WebGPU 用 GPU' },
  open: async ({ threads }) => {
    const ort = await import('onnxruntime-web/webgpu');
    // Read once, when the first session is made.
    ort.env.wasm.numThreads = threads;
    return ortGpuEngine({
      runtime: ort as unknown as Runtime,
      description: { id: 'ort-web-webgpu', threads, version: ort.env.versions.web ?? 'unknown', device: 'webgpu' },
      options: { executionProviders: ['webgpu'], graphOptimizationLevel: 'all', logSeverityLevel: 3 },
    });
  },
};
