/** Runs a sample of a study again, on this machine, and compares. */
import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { UserError } from '../core/errors.ts';
import { fromJsonNumber } from '../core/json.ts';
import type { EngineDescription } from '../engine/types.ts';
import { defaultJobs } from './engine-choice.node.ts';
import type { Job } from './executor.ts';
import { armRun } from './plan.ts';
import { Pool } from './pool.node.ts';
import { RunRecorder } from './record.ts';
import { readStudy } from './study.node.ts';
import { parseStudyFile, type StudyFile } from './study-folder.node.ts';
import { agree, digestOf, type EmbeddedStudy, type RunDigest, sameEngine, sample } from './verify.ts';
import { withExecutor } from './with-executor.ts';

export interface VerifyCall {
  /** Runs to run again; one of each arm when left out. */
  readonly sample?: number;
  readonly jobs?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (doneSteps: number, totalSteps: number) => void;
}

export interface VerifyResult {
  readonly study: string;
  /** Whether both engines are the same build with the same threads, so that every bit must agree. */
  readonly exact: boolean;
  readonly engine: { readonly before: EngineDescription; readonly after: EngineDescription };
  readonly runs: readonly { readonly before: RunDigest; readonly after: RunDigest; readonly agrees: boolean }[];
}

/**
 * @param path the folder of a study, or its report.
 * @throws UserError when there is no study, or nothing in it has ended.
 */
export async function verify(
  path: string,
  { sample: n, jobs = defaultJobs(), signal, onProgress }: VerifyCall = {},
): Promise<VerifyResult> {
  const { study, engine: before, runs } = await embedded(path);
  const drawn = sample(runs, n ?? study.plan.arms.length, study.id);
  if (drawn.length === 0) throw new UserError('error.nothingToVerify', { path });
  const jobsOf = drawn.map((one) => ({
    kind: 'train' as const,
    id: one.id,
    run: armRun(study.plan, one.arm, one, one.seed, one.stage),
  }));
  const recorders = new Map(drawn.map((one) => [one.id, new RunRecorder(one)]));
  const recorder = (job: Job) => recorders.get(job.id) as RunRecorder;
  const totalSteps = drawn.reduce((total, { steps }) => total + steps, 0);
  const again = new Map<string, RunDigest>();
  let doneSteps = 0;
  await withExecutor(new Pool(jobs), signal, (pool, stop) =>
    pool.execute(
      jobsOf,
      {
        event: (job, event) => {
          recorder(job).event(event);
          if (event.type === 'step') onProgress?.(++doneSteps, totalSteps);
        },
        end: (job, end) => {
          if (end.type !== 'interrupted') again.set(job.id, digestOf(recorder(job).record(end)));
        },
      },
      stop.signal,
    ),
  );
  const after = [...recorders.values()].find(({ engine }) => engine)?.engine ?? before;
  const exact = sameEngine(before, after);
  const compared = drawn.flatMap((one) => {
    const other = again.get(one.id);
    return other ? [{ before: one, after: other, agrees: agree(one, other, exact) }] : [];
  });
  return { study: study.plan.name ?? study.id, exact, engine: { before, after }, runs: compared };
}

async function embedded(path: string): Promise<EmbeddedStudy<StudyFile>> {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) throw new UserError('error.verifyPath', { path });
  if (!stat.isDirectory()) return fromReport(path);
  const { file, result } = await readStudy(path);
  return embed(file, result);
}

/** What goes into a report. */
export const embed = (study: StudyFile, { engine, arms }: Awaited<ReturnType<typeof readStudy>>['result']): EmbeddedStudy<StudyFile> => ({
  study,
  engine,
  runs: arms.flatMap(({ runs }) => runs.map(digestOf)),
});

const element = /<script type="application\/json" id="normlab-study">(.*?)<\/script>/s;

const digest = z.object({
  id: z.string(),
  arm: z.string(),
  stage: z.enum(['select', 'judge']),
  seed: z.int(),
  lr: z.number(),
  warmup: z.int(),
  fields: z.record(z.string(), z.unknown()),
  status: z.enum(['finished', 'diverged', 'failed', 'interrupted']),
  steps: z.int(),
  evalLoss: z
    .union([z.number(), z.string()])
    .nullable()
    .transform((value) => (value === null ? null : fromJsonNumber(value))),
  losses: z.string(),
});

const schema = z.object({
  study: z.unknown(),
  engine: z.object({ id: z.string(), threads: z.int(), version: z.string(), device: z.string() }),
  runs: z.array(digest),
});

function fromReport(path: string): EmbeddedStudy<StudyFile> {
  const [, text] = element.exec(readFileSync(path, 'utf8')) ?? [];
  if (text === undefined) throw new UserError('error.verifyPath', { path });
  const parsed = schema.safeParse(attempt(path, text));
  if (!parsed.success) throw new UserError('error.studyFile', { file: path, reason: parsed.error.issues[0]?.message ?? '' });
  const study = parseStudyFile(parsed.data.study, path);
  const lost = parsed.data.runs.find(({ arm }) => !study.plan.arms.includes(arm));
  if (lost) throw new UserError('error.studyFile', { file: path, reason: `runs: ${lost.arm}` });
  return { ...parsed.data, study } as EmbeddedStudy<StudyFile>;
}

function attempt(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError('error.studyFile', { file, reason: (error as Error).message });
  }
}
