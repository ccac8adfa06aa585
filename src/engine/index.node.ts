import { defineFamily } from '../core/registry.ts';
import { native } from './native/native.node.ts';
import { ortNode, ortNodeWebgpu } from './ort-node.node.ts';
import { ortWasm } from './ort-wasm.ts';
import { reference } from './reference.ts';
import type { EngineDefinition } from './types.ts';

/** Every engine of Node; the first is the default. */
export const engines = defineFamily<EngineDefinition>('engine', [native, ortNode, ortWasm, ortNodeWebgpu, reference]);
