/** The parameters that our step starts from, as a file, so that every other contestant starts from the same. */
import { writeFileSync } from 'node:fs';
import { toSafetensors } from '../dist/store/safetensors.js';
import { ourStep } from './our-model.mjs';

export function writeWeights(file, shape, adamW) {
  const { parameters } = ourStep(shape, adamW, false);
  writeFileSync(file, toSafetensors(parameters(), { format: 'pt' }));
}
