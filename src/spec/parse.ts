/** From what people write to a Run, with errors that name the field, what was given and what was expected. */
import type { z } from 'zod';
import { UserError } from '../core/errors.ts';
import { optimizers } from '../optim/optimizer/index.ts';
import { tasks } from '../task/index.ts';
import type { TaskConfig } from '../task/types.ts';
import { defaultEvery, defaults } from './defaults.ts';
import type { EngineChoice, Run } from './run.ts';
import { type RunInput, runSchema } from './schema.ts';

/** @throws UserError that names every field that does not fit. */
export function parseRun(input: unknown): Run {
  const parsed = runSchema.safeParse(input);
  if (!parsed.success) throw new UserError('error.spec', { problems: problems(parsed.error, input) });
  const run = resolve(withoutUndefined(parsed.data) as RunInput);
  checkModel(run);
  return run;
}

/** A field set to undefined is a field left out. */
function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value) || value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(([, child]) => child !== undefined);
  return Object.fromEntries(kept.map(([key, child]) => [key, withoutUndefined(child)]));
}

type Asked<T> = T extends string ? never : T;
const asked = <T>(value: T | undefined): Partial<Asked<T>> & { id?: string } =>
  (typeof value === 'string' ? { id: value } : (value ?? {})) as Partial<Asked<T>> & { id?: string };

function resolve(input: RunInput): Run {
  const task = { ...defaults.task, ...asked(input.task) } as TaskConfig;
  const optimizer = { ...defaults.optimizer, ...asked(input.optimizer) };
  const { placement, normalizer, init, ...shape } = input.model;
  const model = { ...defaults.model, ...shape, placement: asked(placement) as { id: string } };
  const steps = input.steps ?? defaults.steps;
  return {
    model: {
      ...model,
      normalizer: { ...defaults.model.normalizer, ...asked(normalizer) },
      init: { ...defaults.model.init, ...asked(init) },
      dFf: shape.dFf ?? 4 * model.dModel,
      seqLen: contextOf(task, shape.seqLen),
    },
    task,
    optimizer: { ...optimizers.get(optimizer.id).defaults, ...optimizer } as Run['optimizer'],
    schedule: { ...defaults.schedule, ...asked(input.schedule) } as Run['schedule'],
    clip: input.clip === undefined ? defaults.clip : input.clip,
    batchSize: input.batchSize ?? defaults.batchSize,
    steps,
    seed: input.seed ?? defaults.seed,
    evaluation: { ...defaults.evaluation, every: defaultEvery(steps, 10), ...input.evaluation },
    diagnostics: { ...defaults.diagnostics, every: defaultEvery(steps, 20), ...input.diagnostics },
    engine: { ...defaults.engine, ...asked(input.engine) } as EngineChoice,
  };
}

function contextOf(task: TaskConfig, given: number | undefined): number {
  const fixed = tasks.get(task.id).fixedSeqLen?.(task);
  if (fixed !== undefined && given !== undefined && given !== fixed)
    throw new UserError('error.fixedContext', { task: task.id, given, expected: fixed });
  return fixed ?? given ?? defaults.model.seqLen;
}

function checkModel({ model, schedule, steps }: Run): void {
  if (model.dModel % model.nHeads !== 0) {
    throw new UserError('error.heads', { heads: model.nHeads, width: model.dModel, choices: divisors(model.dModel).join(', ') });
  }
  if (schedule.warmupSteps >= steps) throw new UserError('error.warmup', { given: schedule.warmupSteps, steps });
}

const divisors = (n: number): number[] => Array.from({ length: Math.min(n, 64) }, (_, i) => i + 1).filter((d) => n % d === 0);

function problems(error: z.ZodError, input: unknown): string {
  return error.issues.map((issue) => `  ${issue.path.join('.') || 'spec'}: ${issueText(issue)} (${given(input, issue.path)})`).join('\n');
}

/** A union's own words ("Invalid input") help nobody: speak of the branch that came furthest. */
function issueText(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_union') return issue.message;
  const flat = issue.errors.flat();
  const deepest = flat.reduce((best, next) => (next.path.length > best.path.length ? next : best), flat[0] ?? issue);
  return `${deepest.path.length > 0 ? `${deepest.path.join('.')}: ` : ''}${deepest.message}`;
}

function given(input: unknown, path: readonly PropertyKey[]): string {
  const value = path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], input);
  return value === undefined ? 'missing' : `given: ${JSON.stringify(value)?.slice(0, 80)}`;
}
