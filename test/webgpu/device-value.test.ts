/** Values that stay on the device: chained, read back, given back, and independent of the session that made them. */
import { beforeAll, describe, expect, it } from 'vitest';
import { engines } from '../../src/engine/index.node.ts';
import { isOnDevice } from '../../src/engine/resident.ts';
import type { DeviceValue, Engine, Value } from '../../src/engine/types.ts';
import { add, mul, sum } from '../../src/graph/math.ts';
import { newGraph, program } from '../../src/graph/program.ts';
import type { Shape } from '../../src/graph/tensor.ts';

/** next:x = x + 1, and the sum of x. */
function counting(shape: Shape) {
  const x = newGraph().input('x', shape);
  return program({ 'next:x': add(x, 1), total: sum(x) });
}

const isNext = (output: string): boolean => output.startsWith('next:');

describe('values on a device', () => {
  let engine: Engine;
  const open = (shape: Shape) => engine.compileResident?.(counting(shape), isNext) as ReturnType<NonNullable<Engine['compileResident']>>;
  beforeAll(async () => {
    engine = await engines.get('ort-node-webgpu').open({ threads: 1 });
  });

  it('only what is named stays, and comes back as it is', async () => {
    for (const shape of [[], [3], [2, 2]]) {
      const session = await open(shape);
      const x = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i);
      const { 'next:x': next, total } = await session.run({ x });
      expect(total).toEqual(Float32Array.of(x.reduce((a, b) => a + b)));
      expect(isOnDevice(next as Value)).toBe(true);
      for (const _ of [1, 2]) expect(await (next as DeviceValue).download()).toEqual(x.map((value) => value + 1));
      (next as DeviceValue).release();
      await session.release();
    }
  });

  it('without names everything is an array', async () => {
    const session = await engine.compile(counting([2]));
    expect(await session.run({ x: Float32Array.of(1, 2) })).toEqual({ 'next:x': Float32Array.of(2, 3), total: Float32Array.of(3) });
    await session.release();
  });

  it('feeds another session, and outlives its own', async () => {
    const session = await open([2]);
    const { 'next:x': next } = await session.run({ x: Float32Array.of(1, 2) });
    await session.release();
    expect(await (next as DeviceValue).download()).toEqual(Float32Array.of(2, 3));
    const y = newGraph().input('y', [2]);
    const other = await engine.compile(program({ double: mul(y, 2) }));
    expect(await other.run({ y: next as Value })).toEqual({ double: Float32Array.of(4, 6) });
    expect(await (next as DeviceValue).download()).toEqual(Float32Array.of(2, 3));
    (next as DeviceValue).release();
    await other.release();
  });

  it('is not to be had after it was given back', async () => {
    const session = await open([2]);
    const { 'next:x': next } = await session.run({ x: Float32Array.of(1, 2) });
    (next as DeviceValue).release();
    (next as DeviceValue).release();
    await expect(session.run({ x: next as Value })).rejects.toThrow();
    await expect((next as DeviceValue).download()).rejects.toThrow();
    await session.release();
  });

  it('300 steps of a megabyte leave no memory behind', async () => {
    const length = 2 ** 18;
    const session = await open([length]);
    let x = new Float32Array(length) as Value;
    const step = async () => {
      const { 'next:x': next } = await session.run({ x });
      if (isOnDevice(x)) x.release();
      x = next as Value;
    };
    for (let warm = 0; warm < 50; warm++) await step();
    const before = process.memoryUsage.rss();
    for (let steps = 0; steps < 300; steps++) await step();
    expect((process.memoryUsage.rss() - before) / 2 ** 20).toBeLessThan(100);
    expect((await (x as DeviceValue).download())[0]).toBe(350);
    (x as DeviceValue).release();
    await session.release();
  });
});
