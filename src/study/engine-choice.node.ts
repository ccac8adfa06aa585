import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { engines } from '../engine/index.node.ts';
import type { EngineChoice } from '../spec/run.ts';

/** The engine asked for, or the fastest that is installed. @throws UserError for an unknown id. */
export function chooseEngine(id: string | undefined, threads: number): EngineChoice {
  return { id: id === undefined ? fastest() : engines.get(id).id, threads };
}

/** onnxruntime-node is an optional dependency: without it WebAssembly does the same work, slower. */
function fastest(): string {
  try {
    createRequire(import.meta.url).resolve('onnxruntime-node');
    return 'ort-node';
  } catch {
    return 'ort-wasm';
  }
}

/** Worker processes when nobody says: one for each core. */
export const defaultJobs = (): number => availableParallelism();
