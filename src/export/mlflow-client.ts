/** The few calls of MLflow's REST API that an export needs, over fetch. */
import { z } from 'zod';
import { FailureError, UserError } from '../core/errors.ts';
import { toJson } from '../core/json.ts';
import type { Scalar } from './scalars.ts';

export interface Tag {
  readonly key: string;
  readonly value: string;
}

export type RunStatus = 'RUNNING' | 'FINISHED' | 'FAILED' | 'KILLED';

/** A run that the server has. */
export interface KnownRun {
  readonly id: string;
  readonly tags: ReadonlyMap<string, string>;
}

export interface NewRun {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly tags: readonly Tag[];
}

export interface Batch {
  readonly metrics?: readonly (Scalar & { readonly timestamp: number })[];
  readonly params?: readonly Tag[];
  readonly tags?: readonly Tag[];
}

/** What one request may hold, and what a name and a text may. */
export const mlflowLimits = { metrics: 1000, params: 100, nameLength: 250, valueLength: 6000, tagLength: 5000 } as const;

const answerMs = 60_000;
const pageSize = 1000;

const experimentSchema = z.object({ experiment: z.object({ experiment_id: z.string(), lifecycle_stage: z.string().optional() }) });
const createdExperimentSchema = z.object({ experiment_id: z.string() });
const infoSchema = z.object({ run_id: z.string() });
const createdRunSchema = z.object({ run: z.object({ info: infoSchema }) });
const foundSchema = z.object({
  runs: z
    .array(
      z.object({
        info: infoSchema,
        data: z.object({ tags: z.array(z.object({ key: z.string(), value: z.string().default('') })).default([]) }).optional(),
      }),
    )
    .default([]),
  next_page_token: z.string().optional(),
});
const refusalSchema = z.object({ error_code: z.string().default(''), message: z.string().default('') });

/** Names hold letters, digits and `_ - . / ` only. */
const nameOf = (name: string): string => name.replace(/[^/\w.\- ]/g, '_').slice(0, mlflowLimits.nameLength);

/** A value that is too long would be refused with all that stands beside it. */
const cut = (tags: readonly Tag[], length: number): Tag[] => tags.map(({ key, value }) => ({ key, value: value.slice(0, length) }));

/** Every method throws a FailureError that says what the server did, without the credentials of its address. */
export class MlflowClient {
  /** Without credentials. */
  readonly address: string;
  private readonly authorization: string | undefined;

  /** @param credentials used where the address has none. @throws UserError when the address is none. */
  constructor(
    given: string,
    private readonly signal: AbortSignal,
    credentials?: string,
  ) {
    const { url, user, password } = addressOf(given);
    this.authorization = user === '' ? credentials : basic(user, password);
    this.address = `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
  }

  /** The id of the experiment of this name, made if there is none. */
  async experiment(name: string): Promise<string> {
    const query = `?experiment_name=${encodeURIComponent(name)}`;
    const found = await this.call(`experiments/get-by-name${query}`, undefined, experimentSchema, 'RESOURCE_DOES_NOT_EXIST');
    if (found?.experiment.lifecycle_stage === 'deleted')
      throw new FailureError('error.exportDeleted', { address: this.address, experiment: name });
    if (found) return found.experiment.experiment_id;
    return (await this.call('experiments/create', { name }, createdExperimentSchema)).experiment_id;
  }

  /** Runs of an experiment that bear this tag. */
  async runsWith(experiment: string, tag: string): Promise<KnownRun[]> {
    const known: KnownRun[] = [];
    for (let page: string | undefined, more = true; more; more = Boolean(page)) {
      const body = {
        experiment_ids: [experiment],
        filter: `tags.\`${tag}\` != ''`,
        max_results: pageSize,
        ...(page && { page_token: page }),
      };
      const { runs, next_page_token } = await this.call('runs/search', body, foundSchema);
      known.push(...runs.map(({ info, data }) => ({ id: info.run_id, tags: new Map(data?.tags.map(({ key, value }) => [key, value])) })));
      page = next_page_token;
    }
    return known.filter(({ tags }) => tags.has(tag));
  }

  async create(experiment: string, { name, start, tags }: NewRun): Promise<string> {
    const body = { experiment_id: experiment, run_name: name, start_time: Math.round(start), tags: cut(tags, mlflowLimits.tagLength) };
    return (await this.call('runs/create', body, createdRunSchema)).run.info.run_id;
  }

  /** One request: no more than {@link mlflowLimits} say. Numbers that JSON lacks go as words, which the server reads as numbers. */
  async logBatch(run: string, { metrics = [], params = [], tags = [] }: Batch): Promise<void> {
    const body = {
      run_id: run,
      metrics: metrics.map(({ name, value, step, timestamp }) => ({ key: nameOf(name), value, step, timestamp: Math.round(timestamp) })),
      params: cut(params, mlflowLimits.valueLength).map(({ key, value }) => ({ key: nameOf(key), value })),
      tags,
    };
    await this.call('runs/log-batch', body, z.unknown());
  }

  async end(run: string, status: RunStatus, end: number): Promise<void> {
    await this.call('runs/update', { run_id: run, status, end_time: Math.round(end) }, z.unknown());
  }

  async remove(run: string): Promise<void> {
    await this.call('runs/delete', { run_id: run }, z.unknown());
  }

  private call<T>(path: string, body: object | undefined, schema: z.ZodType<T>): Promise<T>;
  private call<T>(path: string, body: object | undefined, schema: z.ZodType<T>, absent: string): Promise<T | undefined>;
  /** @param absent error code for which `undefined` comes back. */
  private async call<T>(path: string, body: object | undefined, schema: z.ZodType<T>, absent?: string): Promise<T | undefined> {
    const { status, ok, text } = await this.send(path, body);
    const json = readJson(text);
    if (ok) {
      const read = schema.safeParse(json);
      if (!read.success) throw new FailureError('error.exportNotMlflow', { address: this.address });
      return read.data;
    }
    const { error_code, message } = refusalSchema.catch({ error_code: '', message: '' }).parse(json);
    if (absent !== undefined && error_code === absent) return undefined;
    const detail = [error_code, message.split('\n')[0]].filter(Boolean).join(': ').slice(0, 300);
    throw new FailureError('error.exportRefused', { address: this.address, status, detail: detail || '–' });
  }

  private async send(
    path: string,
    body: object | undefined,
  ): Promise<{ readonly status: number; readonly ok: boolean; readonly text: string }> {
    try {
      const answer = await fetch(`${this.address}/api/2.0/mlflow/${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { 'content-type': 'application/json', ...(this.authorization && { authorization: this.authorization }) },
        body: body === undefined ? null : toJson(body),
        // What follows a redirect would be asked with other words, or with the credentials elsewhere.
        redirect: 'manual',
        signal: AbortSignal.any([this.signal, AbortSignal.timeout(answerMs)]),
      });
      return { status: answer.status, ok: answer.ok, text: await answer.text() };
    } catch (error) {
      const { name, cause } = error as { readonly name: string; readonly cause?: { readonly code?: string; readonly message?: string } };
      const reason = cause?.code ?? cause?.message ?? name;
      throw new FailureError('error.exportUnreachable', { address: this.address, reason });
    }
  }
}

/** @throws UserError, without the credentials, when it is not the address of a server. */
function addressOf(given: string): { readonly url: URL; readonly user: string; readonly password: string } {
  try {
    const url = new URL(given);
    const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
    if (url.protocol === 'http:' || url.protocol === 'https:') return { url, user, password };
  } catch {
    // No address at all, or a percent sign among the credentials that begins no sign.
  }
  throw new UserError('error.exportAddress', { given: given.replace(/^(\w+:\/\/)?.*@/, '$1') });
}

export const basic = (user: string, password: string): string =>
  `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(`${user}:${password}`)))}`;

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
