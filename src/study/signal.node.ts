import { openFolder } from '../store/files.node.ts';
import { chooseEngine, defaultJobs } from './engine-choice.node.ts';
import type { NodeOptions } from './node-options.ts';
import { Pool } from './pool.node.ts';
import { runSignal, type SignalProgress } from './signal.ts';
import { type SignalOptions, signalPlan } from './signal-options.ts';
import type { SignalResult } from './signal-types.ts';
import { taskOf } from './task-of.node.ts';
import { version } from './version.node.ts';
import { withExecutor } from './with-executor.ts';

export interface SignalCall extends SignalOptions, NodeOptions {
  readonly onProgress?: (progress: SignalProgress) => void;
}

/**
 * Measures arms at initialisation, without training: stream energy, gradient norms and embedding share by depth.
 *
 * @returns per arm and depth the means over seeds with theory beside them, and the log-log slope of the last FFN gradient norm.
 * @throws UserError when an option is not valid.
 */
export async function signal(call: SignalCall = {}): Promise<SignalResult> {
  const began = performance.now();
  const {
    engine,
    threads = 1,
    jobs = defaultJobs(),
    folders = [],
    language = 'en',
    onProgress,
    command = '',
    signal: abort,
    ...options
  } = call;
  const read = options.task === undefined ? undefined : taskOf(options.task, language);
  const plan = signalPlan(
    { ...options, ...(read && { task: read.task as SignalOptions['task'] }) },
    await chooseEngine(engine, threads),
    language,
    read?.files,
  );
  for (const folder of folders) openFolder(folder);
  const outcome = await withExecutor(new Pool(jobs), abort, (pool, stop) => runSignal(plan, pool, onProgress, stop.signal));
  const { arms: _arms, engine: chosen, language: _language, theory: _theory, data, ...settings } = plan;
  const described = outcome.engine ?? { ...chosen, version: 'unknown', device: 'cpu' };
  const seconds = (performance.now() - began) / 1000;
  return {
    arms: outcome.arms,
    engine: described,
    command,
    settings: { ...settings, ...(data && { task: data.task }), setting: options.setting ?? 'model' },
    seconds,
    version,
    date: new Date().toISOString(),
  };
}
