/** A thread that reads a whole study: it replays every run, which takes seconds where there are many. */
import { parentPort, workerData } from 'node:worker_threads';
import { toJson } from '../../core/json.ts';
import { toCompareJson } from '../../study/compare-json.ts';
import { readStudy } from '../../study/study.node.ts';
import { toldOf } from './study-entry.node.ts';

const { folder, language } = workerData;

try {
  const { result } = await readStudy(folder, language);
  const runs = Object.fromEntries(result.arms.flatMap(({ id, runs }) => runs.map((run) => [run.id, { arm: id, stage: run.stage }])));
  parentPort?.postMessage(toJson({ result: toCompareJson(result), runs, problem: null }));
} catch (error) {
  parentPort?.postMessage(toJson({ result: null, runs: {}, problem: toldOf(error) }));
}
