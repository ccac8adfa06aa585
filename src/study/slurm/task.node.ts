/** One task of a Slurm array: a job from a file, run here, its end in a file beside it. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';
import { UserError } from '../../core/errors.ts';
import { toJson } from '../../core/json.ts';
import { writeWhole } from '../../store/files.node.ts';
import type { Job, JobEnd, JobEvent } from '../executor.ts';
import { Pool } from '../pool.node.ts';
import { version } from '../version.node.ts';

const taskSchema = z.object({
  version: z.string(),
  job: z.looseObject({ kind: z.literal('train'), id: z.string(), folder: z.string(), run: z.looseObject({}) }),
});
const endSchema = z.object({ end: z.object({ type: z.enum(['ended', 'failed', 'interrupted']), message: z.string().optional() }) });

const endFile = (file: string): string => file.replace(/\.json$/, '.end.json');

export function writeTask(file: string, job: Job): void {
  rmSync(endFile(file), { force: true });
  writeWhole(file, `${toJson({ version, job }, 2)}\n`);
}

/** @throws UserError when it is no such file, or of another version. */
export function readTask(file: string): Extract<Job, { kind: 'train' }> {
  const task = readWhole(file);
  if (task.version !== version) throw new UserError('error.taskVersion', { file, theirs: task.version, ours: version });
  return task.job as unknown as Extract<Job, { kind: 'train' }>;
}

function readWhole(file: string): z.infer<typeof taskSchema> {
  try {
    return taskSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UserError('error.taskFile', { file, detail: error instanceof z.ZodError ? 'fields' : (code ?? message) });
  }
}

/** How a task ended; undefined while it has not. */
export function readEnd(file: string): JobEnd | undefined {
  if (!existsSync(endFile(file))) return undefined;
  return endSchema.parse(JSON.parse(readFileSync(endFile(file), 'utf8'))).end as JobEnd;
}

/** Runs the job of a task file in a process of its own and writes how it ended. */
export async function runTask(file: string, listen: (event: JobEvent) => void, signal: AbortSignal): Promise<JobEnd> {
  const job = readTask(file);
  rmSync(endFile(file), { force: true });
  const pool = new Pool(1);
  let ended: JobEnd = { type: 'interrupted' };
  try {
    await pool.execute(
      [{ ...job, resume: true }],
      {
        event: (_job, event) => listen(event),
        end: (_job, end) => {
          ended = end;
        },
      },
      signal,
    );
  } finally {
    await pool.close();
  }
  writeWhole(endFile(file), `${toJson({ end: ended }, 2)}\n`);
  return ended;
}
