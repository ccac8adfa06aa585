/** Where the runs of a study are made. */

import type { Language } from '../core/message/index.ts';
import { defineFamily, type Member } from '../core/registry.ts';
import type { Executor } from './executor.ts';
import { Pool } from './pool.node.ts';
import { QueueExecutor } from './queue/executor.node.ts';
import { SlurmExecutor } from './slurm/executor.node.ts';

export interface ExecutorOptions {
  /** `local`, `bullmq` or `slurm`; `local` when left out. */
  readonly id?: string;
  /** Processes, of `local`. */
  readonly jobs: number;
  /** Address of the Redis of `bullmq`; `NORMLAB_REDIS` when left out. */
  readonly redis?: string;
  /** Name of the queue of `bullmq`. */
  readonly queue?: string;
  /** Seconds that the Redis of `bullmq` may be away; 60 when left out. */
  readonly patienceSeconds?: number;
  /** Folder of the study: `slurm` needs one that all nodes see. */
  readonly folder?: string;
  /** Whether runs of one study may come from different engines. */
  readonly allowMixed?: boolean;
  /** Of notices, and of reasons why a run failed. */
  readonly language?: Language;
  /** Told what a person may want to act upon: no worker is there, a command to give. */
  readonly notice?: (text: string) => void;
}

interface ExecutorDefinition extends Member {
  open(options: ExecutorOptions): Promise<Executor>;
}

export const executors = defineFamily<ExecutorDefinition>('executor', [
  { id: 'local', open: async ({ jobs }) => new Pool(jobs) },
  { id: 'bullmq', open: (options) => QueueExecutor.open(options) },
  { id: 'slurm', open: async (options) => new SlurmExecutor(options) },
]);

/** @throws UserError for options that do not fit, FailureError when the machinery is not to be reached. */
export const openExecutor = (options: ExecutorOptions): Promise<Executor> => executors.get(options.id ?? 'local').open(options);
