/** ONNX Runtime finds its WebAssembly beside the page, and nowhere else. */

import { type Engine, portableEngines } from 'normlab/web';
import gpuWasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';

type Loader = () => Promise<{ readonly env: { readonly wasm: { wasmPaths?: unknown } } }>;

const runtimes: Readonly<Record<string, { readonly load: Loader; readonly wasm: string }>> = {
  'ort-wasm': { load: () => import('onnxruntime-web'), wasm: wasmUrl },
  'ort-web-webgpu': { load: () => import('onnxruntime-web/webgpu'), wasm: gpuWasmUrl },
};

const opened = new Map<string, Promise<Engine>>();

/** @throws FailureError when there is no such device here. */
export function openEngine(id: string, threads = 1): Promise<Engine> {
  const key = `${id}/${threads}`;
  const engine = opened.get(key) ?? open(id, threads);
  opened.set(key, engine);
  return engine;
}

async function open(id: string, threads: number): Promise<Engine> {
  const runtime = runtimes[id];
  if (runtime) {
    const ort = await runtime.load();
    ort.env.wasm.wasmPaths = { wasm: new URL(runtime.wasm, import.meta.url).href };
  }
  return portableEngines.get(id).open({ threads });
}
