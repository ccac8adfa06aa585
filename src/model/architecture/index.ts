import { defineFamily } from '../../core/registry.ts';
import { decoder } from './decoder.ts';
import { encoder } from './encoder.ts';
import { encoderDecoder } from './encoder-decoder.ts';
import type { Architecture } from './types.ts';

export const architectures = defineFamily<Architecture>('architecture', [decoder, encoder, encoderDecoder]);
