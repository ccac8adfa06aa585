/** A small MLflow server: the calls an export makes, with the fields and limits that the real one demands. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Tag {
  readonly key: string;
  readonly value: string;
}

interface Metric {
  readonly key: string;
  readonly value: number | string;
  readonly timestamp: number;
  readonly step: number;
}

export interface StoredRun {
  readonly id: string;
  readonly experiment: string;
  readonly tags: Map<string, string>;
  readonly params: Map<string, string>;
  readonly metrics: Metric[];
  status: string;
  deleted: boolean;
}

interface Body {
  readonly [field: string]: unknown;
  readonly run_id?: string;
  readonly metrics?: readonly Metric[];
  readonly params?: readonly Tag[];
  readonly tags?: readonly Tag[];
}

class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const invalid = (message: string) => new Refusal(400, 'INVALID_PARAMETER_VALUE', message);
const demand = (holds: unknown, message: string): void => {
  if (!holds) throw invalid(message);
};

/** Names as `mlflow.utils.validation` allows them. */
const validName = (name: unknown): boolean =>
  typeof name === 'string' && /^[/\w.\- ]+$/.test(name) && name.length <= 250 && !name.startsWith('/');
/** What protobuf's JSON reads as a double. */
const isDouble = (value: unknown): boolean => typeof value === 'number' || ['NaN', 'Infinity', '-Infinity'].includes(value as string);

export class FakeMlflow {
  readonly runs: StoredRun[] = [];
  readonly experiments = new Map<string, string>();
  readonly calls: string[] = [];
  authorization: string | undefined;
  /** Calls after which the server breaks; never when undefined. */
  breaksAfter: number | undefined;
  pageSize = 2;
  private readonly server = createServer((request, response) => {
    void this.handle(request).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  get live(): StoredRun[] {
    return this.runs.filter(({ deleted }) => !deleted);
  }

  private async handle(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    this.authorization = request.headers.authorization;
    const url = new URL(request.url ?? '', 'http://x');
    const call = url.pathname.replace('/api/2.0/mlflow/', '');
    this.calls.push(call);
    try {
      if (this.breaksAfter !== undefined && this.calls.length > this.breaksAfter)
        throw new Refusal(500, 'INTERNAL_ERROR', 'the database is gone');
      demand(text.length <= 1_000_000, 'Batched logging API requests must be at most 1000000 bytes');
      const work = this.answers[`${request.method} ${call}`];
      if (!work) throw new Refusal(404, 'ENDPOINT_NOT_FOUND', call);
      return { status: 200, body: work(text === '' ? Object.fromEntries(url.searchParams) : (JSON.parse(text) as Body)) };
    } catch (error) {
      const { status, code, message } = error as Refusal;
      return { status: status ?? 500, body: { error_code: code ?? 'INTERNAL_ERROR', message } };
    }
  }

  private readonly answers: Readonly<Record<string, (body: Body) => unknown>> = {
    'GET experiments/get-by-name': ({ experiment_name: name }) => {
      const id = this.experiments.get(String(name));
      if (id === undefined) throw new Refusal(404, 'RESOURCE_DOES_NOT_EXIST', `Could not find experiment with name '${name}'`);
      return { experiment: { experiment_id: id, name, lifecycle_stage: 'active' } };
    },
    'POST experiments/create': ({ name }) => {
      demand(typeof name === 'string' && name !== '', 'Invalid experiment name');
      this.experiments.set(name as string, String(this.experiments.size + 1));
      return { experiment_id: this.experiments.get(name as string) };
    },
    'POST runs/search': ({ experiment_ids: ids, filter, page_token: token = '0' }) => {
      const tag = /^tags\.`([^`]+)` != ''$/.exec(String(filter))?.[1];
      demand(tag, `Invalid filter ${filter}`);
      const found = this.live.filter(({ experiment, tags }) => (ids as string[]).includes(experiment) && tags.has(tag as string));
      const end = Number(token) + this.pageSize;
      const runs = found
        .slice(Number(token), end)
        .map(({ id, tags }) => ({ info: { run_id: id }, data: { tags: [...tags].map(([key, value]) => ({ key, value })) } }));
      // Protobuf leaves out lists that are empty.
      return { ...(runs.length > 0 && { runs }), ...(end < found.length && { next_page_token: String(end) }) };
    },
    'POST runs/create': ({ experiment_id, start_time, tags = [] }) => {
      demand([...this.experiments.values()].includes(experiment_id as string), `No experiment ${experiment_id}`);
      demand(Number.isInteger(start_time), 'start_time is an integer');
      const run = {
        id: `run${this.runs.length}`,
        experiment: experiment_id as string,
        tags: new Map<string, string>(),
        params: new Map<string, string>(),
      };
      this.runs.push({ ...run, metrics: [], status: 'RUNNING', deleted: false });
      this.tag(this.runs.at(-1) as StoredRun, tags);
      return { run: { info: { run_id: run.id } } };
    },
    'POST runs/log-batch': ({ run_id, metrics = [], params = [], tags = [] }) => {
      const run = this.run(run_id);
      demand(
        metrics.length <= 1000 && params.length <= 100 && tags.length <= 100,
        'A batch logging request can contain at most 1000 metrics',
      );
      demand(metrics.length + params.length + tags.length <= 1000, 'at most 1000 metrics, params, and tags');
      for (const { key, value, timestamp, step } of metrics) {
        demand(validName(key) && isDouble(value), `Got invalid value ${value} for metric '${key}'`);
        demand(Number.isInteger(timestamp) && timestamp >= 0 && Number.isInteger(step), `timestamp ${timestamp}, step ${step}`);
      }
      for (const { key, value } of params) {
        demand(validName(key) && typeof value === 'string' && value.length <= 6000, `param ${key}`);
        demand((run.params.get(key) ?? value) === value, `Changing param values is not allowed: ${key}`);
        run.params.set(key, value);
      }
      run.metrics.push(...metrics);
      this.tag(run, tags);
      return {};
    },
    'POST runs/update': ({ run_id, status, end_time }) => {
      demand(['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'].includes(status as string), `status ${status}`);
      demand(Number.isInteger(end_time), 'end_time is an integer');
      this.run(run_id).status = status as string;
      return { run_info: { run_id } };
    },
    'POST runs/delete': ({ run_id }) => {
      this.run(run_id).deleted = true;
      return {};
    },
  };

  private run(id: string | undefined): StoredRun {
    const run = this.live.find((one) => one.id === id);
    if (!run) throw new Refusal(404, 'RESOURCE_DOES_NOT_EXIST', `Run '${id}' not found`);
    return run;
  }

  private tag(run: StoredRun, tags: readonly Tag[]): void {
    for (const { key, value } of tags) {
      demand(validName(key) && typeof value === 'string' && value.length <= 5000, `tag ${key}`);
      run.tags.set(key, value);
    }
  }
}
