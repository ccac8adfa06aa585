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
import type { TaskDefinition } from './types.ts';

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
