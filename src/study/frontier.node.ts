import { tasks } from '../task/index.ts';
import { chooseEngine } from './engine-choice.node.ts';
import { type Equality, type FrontierShape, frontierShapes } from './frontier.ts';
import { studyPlan } from './options.ts';
import { typicalRun } from './plan.ts';
import type { StudyCall } from './study.node.ts';
import { taskOf } from './task-of.node.ts';

/**
 * The study that compares arms in shapes of equal cost.
 *
 * @param call the comparison at the reference shape: its depth and width say what all shapes cost.
 * @throws UserError when an option is not valid, or a depth has no width of that cost.
 */
export async function frontierOf(
  { engine, threads = 1, ...call }: StudyCall,
  depths: readonly number[],
  equal: Equality,
): Promise<{ readonly call: StudyCall; readonly shapes: readonly FrontierShape[] }> {
  const { task, files } = taskOf(call.task, call.language);
  const run = typicalRun(studyPlan({ ...call, task }, await chooseEngine(engine, threads)));
  const sorted = [...new Set(depths)].sort((a, b) => a - b);
  const shapes = frontierShapes(run, tasks.get(run.task.id).create(run.task, run.model.seqLen, files), sorted, equal);
  const vary = shapes.map(({ depth, width, hidden }) => ({ 'model.nLayers': depth, 'model.dModel': width, 'model.dFf': hidden }));
  return { call: { ...call, engine, threads, vary }, shapes };
}
