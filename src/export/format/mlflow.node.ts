import { eachRun } from '../each-run.node.ts';
import { basic, type KnownRun, MlflowClient, mlflowLimits, type RunStatus, type Tag } from '../mlflow-client.ts';
import { cellOf } from '../runs-table.ts';
import { scalarsOf } from '../scalars.ts';
import type { ExportedRun, Exporter, ExportRequest } from '../types.ts';

/** Tags by which a later export knows what is there; `whole` comes last, and says of which events. */
const tagNames = {
  id: 'normlab.run_id',
  whole: 'normlab.whole',
  state: 'normlab.state',
  stage: 'normlab.stage',
  folder: 'normlab.folder',
  reason: 'normlab.reason',
} as const;

/** Divergence is an outcome, not a failure; the tag says which it was. */
const statuses: Readonly<Record<string, RunStatus>> = {
  running: 'RUNNING',
  failed: 'FAILED',
  finished: 'FINISHED',
  diverged: 'FINISHED',
};

/** Runs of an experiment on an MLflow server. A run that is there whole is not logged again; one that is not, or has changed since, is replaced. */
export const mlflow: Exporter = {
  id: 'mlflow',
  target: 'address',
  export: async (request: ExportRequest) => {
    const client = new MlflowClient(request.target, request.signal, credentials());
    const place = { places: [client.address] };
    let [runs, before] = [0, 0];
    try {
      const experiment = await client.experiment(request.experiment);
      const there = await settled(client, experiment, request.runs);
      await eachRun(request, async (run) => {
        if (there.has(keyOf(run.id, run.fingerprint))) before++;
        else await log(client, experiment, run);
        there.add(keyOf(run.id, run.fingerprint));
        runs++;
      });
    } catch (error) {
      if (!request.signal.aborted) throw error;
    }
    return { ...place, runs, before };
  },
};

const keyOf = (id: string, events: string): string => `${id} ${events}`;

/** What MLflow's own client reads from the environment. */
function credentials(): string | undefined {
  const { MLFLOW_TRACKING_TOKEN: token, MLFLOW_TRACKING_USERNAME: user, MLFLOW_TRACKING_PASSWORD: password = '' } = process.env;
  return user ? basic(user, password) : token ? `Bearer ${token}` : undefined;
}

/** Removes what an earlier export left torn, or what has changed since. @returns keys of the runs that are there as they are now. */
async function settled(client: MlflowClient, experiment: string, runs: readonly ExportedRun[]): Promise<Set<string>> {
  const wanted = new Set(runs.map(({ id, fingerprint }) => keyOf(id, fingerprint)));
  const ids = new Set(runs.map(({ id }) => id));
  const keyed = (known: KnownRun) => keyOf(known.tags.get(tagNames.id) ?? '', known.tags.get(tagNames.whole) ?? '');
  const known = (await client.runsWith(experiment, tagNames.id)).filter(({ tags }) => ids.has(tags.get(tagNames.id) ?? ''));
  for (const old of known.filter((one) => !wanted.has(keyed(one)))) await client.remove(old.id);
  return new Set(known.map(keyed).filter((key) => wanted.has(key)));
}

async function log(client: MlflowClient, experiment: string, run: ExportedRun): Promise<void> {
  const { id, endedAt } = run;
  const metrics = scalarsOf(run.metrics()).map((scalar) => ({ ...scalar, timestamp: endedAt }));
  const params = Object.entries(run.fields).flatMap(([key, value]) => asTag(key, cellOf(value)));
  const tags = [
    { key: tagNames.id, value: id },
    ...(['state', 'stage', 'folder', 'reason'] as const).flatMap((name) => asTag(tagNames[name], run[name])),
  ];
  const logged = await client.create(experiment, { name: id, start: endedAt - run.took, tags });
  for (const part of parts(params, mlflowLimits.params)) await client.logBatch(logged, { params: part });
  for (const part of parts(metrics, mlflowLimits.metrics)) await client.logBatch(logged, { metrics: part });
  await client.end(logged, statuses[run.state] ?? 'KILLED', endedAt);
  await client.logBatch(logged, { tags: [{ key: tagNames.whole, value: run.fingerprint }] });
}

const asTag = (key: string, value: unknown): Tag[] => (value === null ? [] : [{ key, value: String(value) }]);

function parts<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}
