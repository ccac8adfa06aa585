/** What was submitted from a folder: batches of task files with their scripts, remembered so that nothing is submitted twice. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { shortHash } from '../../core/hash.ts';
import { toJson } from '../../core/json.ts';
import { writeWhole } from '../../store/files.node.ts';
import type { Job } from '../executor.ts';
import { arrayScript } from './script.ts';
import { writeTask } from './task.node.ts';

const batchSchema = z.object({
  name: z.string(),
  /** Slurm's number, where this command submitted it. */
  array: z.string().optional(),
  /** Jobs in the order of the tasks. */
  ids: z.array(z.string()),
});
export type Batch = z.infer<typeof batchSchema>;

/** Slurm's usual limit of an array (MaxArraySize) is 1001. */
const mostTasks = 1000;

/** Compiled code only: nodes run what is installed. */
const main = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../../../dist/cli/main.js' : '../../cli/main.js', import.meta.url));

export class Batches {
  readonly all: Batch[];

  /** @param folder that every node sees. */
  constructor(private readonly folder: string) {
    this.all = existsSync(this.record) ? z.array(batchSchema).parse(JSON.parse(readFileSync(this.record, 'utf8'))) : [];
  }

  /** Writes task files and scripts for jobs. */
  write(jobs: readonly Job[], threads: number): Batch[] {
    const parts = Array.from({ length: Math.ceil(jobs.length / mostTasks) }, (_, i) => jobs.slice(i * mostTasks, (i + 1) * mostTasks));
    return parts.map((part) => {
      const ids = part.map(({ id }) => id);
      const batch: Batch = { name: shortHash(ids.join(' ')), ids };
      for (const [i, job] of part.entries()) writeTask(this.task(batch, i), job);
      const command = [process.execPath, main, 'worker', '--task'];
      const script = { name: `normlab-${batch.name}`, count: part.length, threads, folder: join(this.folder, batch.name), command };
      writeWhole(this.script(batch), arrayScript(script));
      return batch;
    });
  }

  remember(batch: Batch): void {
    this.all.push(batch);
    writeWhole(this.record, `${toJson(this.all, 2)}\n`);
  }

  script(batch: Batch): string {
    return join(this.folder, `${batch.name}.sh`);
  }

  task(batch: Batch, i: number): string {
    return join(this.folder, batch.name, `${i}.json`);
  }

  log(batch: Batch, i: number): string {
    return join(this.folder, batch.name, `${i}.log`);
  }

  private get record(): string {
    return join(this.folder, 'submitted.json');
  }
}
