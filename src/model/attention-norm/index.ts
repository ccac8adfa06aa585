import { defineFamily } from '../../core/registry.ts';
import { cosine } from './cosine.ts';
import { none } from './none.ts';
import { qk } from './qk.ts';
import { qkv } from './qkv.ts';
import type { AttentionNorm } from './types.ts';

export const attentionNorms = defineFamily<AttentionNorm>('attention norm', [none, qk, qkv, cosine]);
