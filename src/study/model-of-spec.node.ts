import type { Language } from '../core/message/index.ts';
import type { ModelConfig } from '../model/types.ts';
import { parseRun } from '../spec/parse.ts';
import type { RunInput } from '../spec/schema.ts';
import { withTask } from '../spec/with-task.ts';
import { tasks } from '../task/index.ts';
import { taskOf } from './task-of.node.ts';

/** The model that a spec would train, its data read for what it asks of it. @throws UserError when a field or file does not fit. */
export function modelOfSpec(spec: RunInput, language: Language): ModelConfig {
  const { task, files } = taskOf(parseRun(spec).task, language);
  const run = parseRun({ ...spec, task });
  return withTask(run.model, run.task.id, tasks.get(run.task.id).create(run.task, run.model.seqLen, files));
}
