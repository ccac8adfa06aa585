import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { engines } from '../engine/index.node.ts';
import { ortNode } from '../engine/ort-node.node.ts';
import { ortWasm } from '../engine/ort-wasm.ts';
import type { EngineChoice } from '../spec/run.ts';

/** The engine asked for, or the fastest that is installed. @throws UserError for an unknown id. */
export function chooseEngine(id: string | undefined, threads: number): EngineChoice {
  return { id: id === undefined ? fastest() : engines.get(id).id, threads };
}

/** onnxruntime-node is an optional dependency: without it WebAssembly does the same work, slower. */
const fastest = (): string => (hasNative() ? ortNode : ortWasm).id;

function hasNative(): boolean {
  try {
    createRequire(import.meta.url).resolve('onnxruntime-node');
    return true;
  } catch {
    return false;
  }
}

/** Whether a run on this engine would be on a faster one if onnxruntime-node were installed. */
export const wantsNative = (id: string): boolean => id === ortWasm.id && !hasNative();

/** Worker processes by default: one for each core. */
export const defaultJobs = (): number => availableParallelism();
