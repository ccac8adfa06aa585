/** The starting parameters, by name. */
import { readFileSync } from 'node:fs';
import { fromSafetensors } from '../../dist/store/safetensors-read.js';

export const readWeights = (file) => fromSafetensors(readFileSync(file), file);
