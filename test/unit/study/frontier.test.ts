/** Shapes of equal cost: as near as said, and counted as the models are built. */
import { describe, expect, it } from 'vitest';
import { parseRun } from '../../../src/spec/parse.ts';
import { withTask } from '../../../src/spec/with-task.ts';
import { equalities, frontierShapes, modelCost } from '../../../src/study/frontier.ts';
import { tasks } from '../../../src/task/index.ts';

const run = (model: object) =>
  parseRun({ model: { placement: 'pre', nLayers: 4, dModel: 32, nHeads: 2, seqLen: 8, ...model }, task: 'copy' });
const task = tasks.get('copy').create(run({}).task, 8, []);
const cost = (model: object) => modelCost(withTask(run(model).model, 'copy', task));

describe('the cost of a model', () => {
  it('is that of a hand count', () => {
    // d 32, f 128, V 9, T 8: qkv, out, fc1, fc2 with biases, two norms a block; embedding, positions, final norm, head.
    const block = 3 * 32 * 33 + 32 * 33 + 128 * 33 + 32 * 129 + 4 * 32;
    const { vocabSize } = task;
    expect(cost({}).parameters).toBe(4 * block + 32 * (vocabSize + 8) + 64 + 32 * vocabSize);
    const weights = 4 * (4 * 32 * 32 + 2 * 128 * 32) + 32 * vocabSize;
    expect(cost({}).flopsPerToken).toBe(6 * weights + 12 * 4 * 8 * 32);
  });

  it('counts a tied head once as parameters, and as work all the same', () => {
    const [free, tied] = [cost({}), cost({ tiedHead: true })];
    expect(free.parameters - tied.parameters).toBe(32 * task.vocabSize);
    expect(tied.flopsPerToken).toBe(free.flopsPerToken);
  });
});

describe.each(equalities)('equal %s', (equal) => {
  it.each([{}, { placement: 'sandwich' }, { activation: 'swiglu' }, { position: 'rotary' }])('%j', (model) => {
    const of = ({ parameters, flopsPerToken }: ReturnType<typeof modelCost>) => ({ parameters, compute: flopsPerToken })[equal];
    const shapes = frontierShapes(run(model), task, [1, 2, 4, 8], equal);
    for (const { depth, width, hidden, cost: counted } of shapes) {
      expect(Math.abs(of(counted) / of(cost(model)) - 1)).toBeLessThan(0.02);
      expect(counted).toEqual(cost({ ...model, nLayers: depth, dModel: width, dFf: hidden }));
    }
    expect(shapes.map(({ width }) => width)).toEqual(shapes.map(({ width }) => width).sort((a, b) => b - a));
    expect(shapes[2]).toMatchObject({ depth: 4, width: 32 });
  });

  it('says when a depth has no such shape', () => {
    expect(() => frontierShapes(run({ nLayers: 1, dModel: 8, nHeads: 4 }), task, [8], equal)).toThrow(/too far apart/);
  });
});
