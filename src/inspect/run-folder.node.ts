/** What of a run's folder is looked at: run.json, which says it, and the weights it ended with, or those of its newest checkpoint. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../core/errors.ts';
import { runFile } from '../store/run-folder.node.ts';

const namesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);

/** Undefined where the folder is no run's. @throws UserError for the folder of a study, which has many. */
export function runFiles(folder: string): string[] | undefined {
  if (existsSync(runFile(folder))) {
    const checkpoints = join(folder, 'checkpoints');
    const weights = namesIn(checkpoints)
      .filter((name) => name.endsWith('.safetensors'))
      .sort();
    const last = weights.find((name) => name.startsWith('final.')) ?? weights.at(-1);
    return [runFile(folder), ...(last ? [join(checkpoints, last)] : [])];
  }
  const runs = namesIn(join(folder, 'runs')).map((name) => join(folder, 'runs', name));
  const [run] = runs.filter((path) => existsSync(runFile(path)));
  if (run && existsSync(join(folder, 'study.json'))) throw new UserError('error.inspectStudy', { path: folder, count: runs.length, run });
  return undefined;
}
