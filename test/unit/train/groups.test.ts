/** Parameters in flat groups: each once, side by side, in the group that weight decay says. */
import { describe, expect, it } from 'vitest';
import { reference } from '../../../src/engine/reference.ts';
import type { Data } from '../../../src/engine/types.ts';
import { size } from '../../../src/graph/tensor.ts';
import { drawParameter } from '../../../src/model/init/draw.ts';
import { optimizers } from '../../../src/optim/optimizer/index.ts';
import { parameterGroups } from '../../../src/train/groups.ts';
import { groupKey, slotKey, trainingStep } from '../../../src/train/step.ts';
import { initialValues, namedTensors } from '../../../src/train/values.ts';
import { pairModel, randomBatch } from '../../helper/model.ts';

const model = pairModel('sandwich', 'batch', { init: { id: 'xavier' } });
const optimizer = { id: 'adamw', ...optimizers.get('adamw').defaults };
const step = trainingStep({ model, batchSize: 2, optimizer, clip: 1, diagnostics: [] });

describe('groups', () => {
  it('hold every parameter once, without gaps', () => {
    const keys = step.groups.flatMap(({ entries }) => entries.map(({ key }) => key));
    expect([...keys].sort()).toEqual(step.parameters.map(({ key }) => key).sort());
    for (const { entries, length } of step.groups) {
      let end = 0;
      for (const { offset, length: own, shape } of entries) {
        expect([offset, own]).toEqual([end, size(shape)]);
        end += own;
      }
      expect(length).toBe(end);
    }
  });

  it('let matrices decay, gains and biases not', () => {
    for (const { id, decays, entries } of step.groups) {
      expect(decays).toBe(id === 'decayed');
      for (const { shape } of entries) expect(shape.length >= 2).toBe(decays);
    }
    expect(step.groups.map(({ id }) => id)).toEqual(['decayed', 'plain']);
  });

  it('are left out when empty', () => {
    const bias = step.parameters.filter(({ shape }) => shape.length === 1);
    expect(parameterGroups(bias).map(({ id }) => id)).toEqual(['plain']);
    expect(parameterGroups([])).toEqual([]);
  });
});

describe('values', () => {
  const { slots } = optimizers.get('adamw');
  const values = initialValues(step, model, 9, slots);

  it('are what each parameter draws by its own name', () => {
    const named = namedTensors(step, values);
    for (const spec of step.parameters) {
      const found = named.find(({ key }) => key === spec.key);
      expect(found?.shape).toEqual(spec.shape);
      expect(found?.data).toEqual(drawParameter(spec, model, 9));
    }
  });

  it('hold slots at 0, and running statistics where they start', () => {
    for (const { id, length } of step.groups)
      for (const slot of slots) expect(values.get(slotKey(id, slot))).toEqual(new Float32Array(length));
    for (const { key, initial } of step.states) expect([...new Set(values.get(key) as Data)]).toEqual([initial]);
    expect(step.states.length).toBeGreaterThan(0);
  });

  it('are all that the program wants besides batch and scalars, and come back as its next ones', () => {
    const wanted = step.program.inputs.map(({ name }) => name).filter((name) => !/^(tokens|targets|weights|scalar:.*)$/.test(name));
    expect(wanted.sort()).toEqual([...values.keys()].sort());
    const next = step.program.outputs.map(({ name }) => name).filter((name) => name.startsWith('next:'));
    expect(next.sort()).toEqual([...values.keys()].map((key) => `next:${key}`).sort());
  });

  it('have names in order, and slots the names of their parameters', () => {
    const keys = namedTensors(step, values).map(({ key }) => key);
    expect(keys).toEqual([...keys].sort());
    expect(keys).toContain('final_norm.running_mean');
    const moments = namedTensors(step, values, 'exp_avg');
    expect(moments.map(({ key }) => key)).toEqual(step.parameters.map(({ key }) => key).sort());
  });

  it('cut back are copies of the right numbers', () => {
    const flat = Float32Array.from({ length: step.groups[0]?.length ?? 0 }, (_, i) => i);
    const filled = new Map(values).set(groupKey('decayed'), flat);
    for (const { key, offset, length } of step.groups[0]?.entries ?? []) {
      const { data } = namedTensors(step, filled).find((tensor) => tensor.key === key) as { data: Data };
      expect([data[0], data.length]).toEqual([offset, length]);
      data[0] = -1;
      expect(flat[offset]).toBe(offset);
    }
  });
});

describe('matrices that stay on the sphere', () => {
  const sphere = pairModel('ngpt', 'layer', { nLayers: 1 });
  const own = trainingStep({ model: sphere, batchSize: 2, optimizer, clip: null, diagnostics: [] });
  const { slots, scalars } = optimizers.get('adamw');

  it('travel alone, each with the axis along the width', () => {
    const alone = own.groups.filter(({ unit }) => unit);
    expect(alone.map(({ id }) => id).sort()).toEqual(
      own.parameters.flatMap(({ key, unitAxis }) => (unitAxis === undefined ? [] : [key])).sort(),
    );
    for (const { entries, unit, length } of alone) {
      expect(entries.length).toBe(1);
      expect(unit?.shape[unit.axis]).toBe(sphere.dModel);
      expect(length).toBe(size(unit?.shape as readonly number[]));
    }
    expect(own.groups.filter(({ unit }) => !unit).map(({ id }) => id)).toEqual(['plain']);
  });

  it('come back to it after every step', async () => {
    const session = await (await reference.open({ threads: 1 })).compile(own.program);
    const fed = Object.entries(scalars(optimizer, 1, 0.3)).map(([name, value]) => [`scalar:${name}`, Float64Array.of(value)]);
    const start = Object.fromEntries(initialValues(own, sphere, 1, slots));
    const outputs = await session.run({ ...start, ...Object.fromEntries(fed), ...randomBatch(sphere, 2), step: Float64Array.of(1) });
    for (const { id, unit } of own.groups) {
      if (!unit) continue;
      const [rows, columns] = unit.shape as [number, number];
      const after = outputs[`next:${groupKey(id)}`] as Data;
      expect(after).not.toEqual(start[groupKey(id)]);
      for (let vector = 0; vector < (unit.axis === 1 ? rows : columns); vector++) {
        const own = Array.from(
          { length: sphere.dModel },
          (_, i) => after[unit.axis === 1 ? vector * columns + i : i * columns + vector] as number,
        );
        expect(Math.hypot(...own), id).toBeCloseTo(1, 12);
      }
    }
  });
});
