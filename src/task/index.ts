import { defineFamily } from '../core/registry.ts';
import { addition } from './addition.ts';
import { associativeRecall } from './associative-recall.ts';
import { classification } from './classification.ts';
import { copy } from './copy.ts';
import { dyck } from './dyck.ts';
import { images } from './images.ts';
import { maskedText } from './masked-text.ts';
import { modularAddition } from './modular-addition.ts';
import { reverse } from './reverse.ts';
import { sort } from './sort.ts';
import { text } from './text.ts';
import { translation } from './translation.ts';
import type { Architecture, TaskDefinition } from './types.ts';

export const tasks = defineFamily<TaskDefinition>('task', [
  text,
  maskedText,
  classification,
  copy,
  reverse,
  sort,
  addition,
  associativeRecall,
  dyck,
  modularAddition,
  translation,
  images,
]);

/** The first task that can be learned with this architecture; the first of all when there is none. */
export const taskFor = (architecture: string): TaskDefinition =>
  tasks.members.find(({ architectures }) => architectures.includes(architecture as Architecture)) ?? (tasks.members[0] as TaskDefinition);
