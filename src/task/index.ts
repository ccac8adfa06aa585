import { defineFamily } from '../core/registry.ts';
import { copy } from './copy.ts';
import { modularAddition } from './modular-addition.ts';
import { text } from './text.ts';
import type { TaskDefinition } from './types.ts';

export const tasks = defineFamily<TaskDefinition>('task', [text, copy, modularAddition]);
