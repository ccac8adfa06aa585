import { defineFamily } from '../core/registry.ts';
import { ortWasm } from './ort-wasm.ts';
import { ortWebWebgpu } from './ort-web.ts';
import { reference } from './reference.ts';
import type { EngineDefinition } from './types.ts';

/** Engines that run anywhere. */
export const portableEngines = defineFamily<EngineDefinition>('engine', [ortWasm, ortWebWebgpu, reference]);
