/** A study as its own process, to be killed: options in, the numbers of `--json` out, notices on standard error. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readArm } from '../../dist/study/arm.js';
import { toCompareJson } from '../../dist/study/compare-json.js';
import { openExecutor } from '../../dist/study/executors.node.js';
import { studyResult } from '../../dist/study/result.js';
import { StoredExecutor } from '../../dist/study/stored.node.js';
import { runStudy } from '../../dist/study/study.js';
import { taskOf } from '../../dist/study/task-of.node.js';
import { tasks } from '../../dist/task/index.js';

const { executor, base, grid, out, json } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { task, files } = taskOf(base.task);
const arms = ['post', 'pre'];
const plan = { arms, own: Object.fromEntries(arms.map((id) => [id, readArm(id)])), base: { ...base, task }, grid };
const stop = new AbortController();
process.on('SIGINT', () => stop.abort());

let inner;
try {
  inner = await openExecutor({ jobs: 2, folder: out, notice: (text) => console.error(text), ...executor });
  const listener = {
    progress: ({ event }) => event.type === 'started' && console.error('started'),
    ended: ({ id, status, reason }) => console.error(`ended ${id} ${status} ${reason ?? ''}`),
  };
  const outcome = await runStudy(plan, new StoredExecutor(inner, join(out, 'runs')), listener, stop.signal);
  const context = { task: tasks.get(task.id).create(task, base.model.seqLen, files), taskTitle: '', taskNotes: [], language: 'en' };
  const result = studyResult(plan, outcome, { ...context, command: '', version: '', seconds: 0, date: '' });
  writeFileSync(json, JSON.stringify(toCompareJson(result), null, 2));
} catch (error) {
  console.error(`error ${error.message}`);
  process.exitCode = error.exitCode ?? 3;
} finally {
  await inner?.close();
}
