import { join } from 'node:path';
import { FailureError } from '../core/errors.ts';
import { engines } from '../engine/index.node.ts';
import { writeWhole } from '../store/files.node.ts';
import { RunWriter } from '../store/run-writer.node.ts';
import { toSafetensors } from '../store/safetensors.ts';
import { filesHash } from '../task/data/files-hash.ts';
import { tasks } from '../task/index.ts';
import type { TrainEvent } from '../train/events.ts';
import type { Snapshot } from '../train/snapshot.ts';
import type { StepDescription } from '../train/step.ts';
import { namedTensors, type Values } from '../train/values.ts';
import { taskFiles } from './task-files.node.ts';
import { version } from './version.node.ts';
import type { RunSink, TrainJob, Workshop } from './work.ts';

/** Engines and files of this machine. */
export const nodeWorkshop: Workshop = {
  openEngine: (choice) => engines.get(choice.id).open(choice),
  files: ({ task }, at = task.files) => {
    const read = taskFiles(tasks.get(task.id), at);
    // Wherever they lie, they go by the names that the run has for them.
    const files = read.map((file, i) => ({ ...file, name: task.files?.[i] ?? file.name }));
    if (task.textHash !== undefined && filesHash(files) !== task.textHash)
      throw new FailureError('error.textChanged', { files: task.files ?? [] });
    return files;
  },
  record: (job) => (job.folder === undefined ? undefined : new FolderSink(job.folder, job)),
};

/** A run's folder as the worker sees it. */
class FolderSink implements RunSink {
  private readonly writer: RunWriter;

  constructor(
    private readonly folder: string,
    private readonly job: TrainJob,
  ) {
    this.writer = new RunWriter(folder, { id: job.id, run: job.run, version }, job.resume);
  }

  get resumed() {
    return this.writer.resumed;
  }

  event(event: TrainEvent): void {
    this.writer.event(event);
  }

  checkpoint(snapshot: Snapshot): void {
    this.writer.checkpoint(snapshot);
  }

  final(program: StepDescription, values: Values): void {
    const metadata = { format: 'pt', normlab: version, run: this.job.id };
    writeWhole(join(this.folder, 'checkpoints', 'final.safetensors'), toSafetensors(namedTensors(program, values), metadata));
  }

  close(seconds: number, failure?: string): void {
    this.writer.close({ seconds, failure });
  }
}
