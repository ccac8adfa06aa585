/** ONNX Runtime finds its WebAssembly beside the page, and nowhere else. */

import { type Engine, portableEngines } from 'normlab/web';
import gpuWasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import type { Told } from './told.ts';

interface Runtime {
  readonly env: { readonly wasm: { wasmPaths?: unknown }; readonly webgpu?: { readonly device?: unknown } };
}
type Loader = () => Promise<Runtime>;

const runtimes: Readonly<Record<string, { readonly load: Loader; readonly wasm: string }>> = {
  'ort-wasm': { load: () => import('onnxruntime-web'), wasm: wasmUrl },
  'ort-web-webgpu': { load: () => import('onnxruntime-web/webgpu'), wasm: gpuWasmUrl },
};

let tellLost: (told: Told) => void;
/** Resolves, if ever, when the GPU that an engine runs on is gone: its driver began anew, or the browser took it away. */
export const gpuLost = new Promise<Told>((resolve) => {
  tellLost = resolve;
});

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
  const ort = await runtime?.load();
  if (runtime && ort) ort.env.wasm.wasmPaths = { wasm: new URL(runtime.wasm, import.meta.url).href };
  const engine = await portableEngines.get(id).open({ threads });
  // Made with the engine's first session.
  if (engine.description.device === 'webgpu') void watch(ort?.env.webgpu?.device);
  return engine;
}

async function watch(device: unknown): Promise<void> {
  const lost = ((await device) as { readonly lost?: Promise<unknown> } | undefined)?.lost;
  if (!lost) return;
  await lost;
  tellLost({ key: 'lab.gpuLost', values: {} });
}
