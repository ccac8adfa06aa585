/** The shapes of equal cost that claims compare: those that `normlab frontier` finds for the model it starts from. */
import { expect, it } from 'vitest';
import { frontierModel, frontierNeeds, frontierTable } from '../../../src/claim/plan/frontier.ts';
import { equalities, frontierShapes } from '../../../src/study/frontier.ts';
import { studyPlan } from '../../../src/study/options.ts';
import { armRun } from '../../../src/study/plan.ts';
import { taskOf } from '../../../src/study/task-of.node.ts';
import { nodeWorkshop } from '../../../src/study/workshop.node.ts';
import { tasks } from '../../../src/task/index.ts';

const engine = { id: 'reference', threads: 1 };
const setting = { lr: 0.003, warmup: 30, fields: {} };

it.each(equalities)('equal %s', (equality) => {
  const { task } = taskOf('text');
  const plan = studyPlan({ arms: ['pre'], task, model: { ...frontierModel, nLayers: 4, dModel: 32 }, lr: [0.003], warmup: [30] }, engine);
  const run = armRun(plan, 'pre', setting, 2);
  const text = tasks.get(run.task.id).create(run.task, run.model.seqLen, nodeWorkshop.files(run));
  const shapes = frontierShapes(run, text, [2, 4, 8, 16], equality).map(({ depth, width, hidden }) => ({ depth, width, hidden }));
  expect(frontierTable[equality]).toEqual(shapes);
});

it.each(equalities)('trains the shapes of equal %s', (equality) => {
  const { engine: _engine, ...options } = frontierNeeds[equality].trained.options;
  const plan = studyPlan(options, engine);
  const built = plan.arms.map((id) => armRun(plan, id, setting, 2).model);
  const shape = ({ nLayers, dModel, dFf }: (typeof built)[number]) => ({ depth: nLayers, width: dModel, hidden: dFf });
  for (const placement of ['post', 'pre'])
    expect(built.filter((model) => model.placement.id === placement).map(shape)).toEqual(frontierTable[equality]);
});
