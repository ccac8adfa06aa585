/** What a run is called: a hash of all that moves its numbers. */

import { shortHash } from '../core/hash.ts';
import { canonicalJson } from '../core/json.ts';
import type { Run } from './run.ts';

/** `textHash` stands for the text: where the files lie does not matter, nor how often checkpoints are written, nor a placement's name. */
export const runId = ({ model, task, ...run }: Run): string =>
  shortHash(
    canonicalJson({
      ...run,
      checkpointSeconds: undefined,
      model: { ...model, placement: { ...model.placement, name: undefined } },
      task: { ...task, files: undefined },
    }),
  );
