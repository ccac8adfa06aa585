import { randomUUID } from 'node:crypto';
import { availableParallelism, cpus, hostname } from 'node:os';
import { engines } from '../../engine/index.node.ts';
import type { EngineDescription } from '../../engine/types.ts';
import { version } from '../version.node.ts';
import type { WorkerCard } from './wire.ts';

/** What a worker says of the machine that it runs on. */
export const machineCard = (jobs: number): Omit<WorkerCard, 'engines'> => ({
  id: randomUUID(),
  host: hostname(),
  pid: process.pid,
  version,
  machine: `${process.platform}-${process.arch}`,
  cpu: cpus()[0]?.model ?? '',
  cores: availableParallelism(),
  jobs,
});

/** Engines of this machine, each opened once, when somebody asks. */
export class EnginesHere {
  private readonly opened = new Map<string, Promise<EngineDescription>>();
  /** Those that were asked for and are to be had. */
  readonly known: Record<string, EngineDescription> = {};

  /** @throws UserError or FailureError when it is not available here. */
  async describe(id: string): Promise<EngineDescription> {
    let opening = this.opened.get(id);
    if (!opening) {
      opening = Promise.resolve()
        .then(() => engines.get(id).open({ threads: 1 }))
        .then(({ description }) => description);
      this.opened.set(id, opening);
    }
    const description = await opening;
    this.known[id] = description;
    return description;
  }
}
