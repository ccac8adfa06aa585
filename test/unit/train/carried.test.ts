/** What goes from step to step is given back exactly once, on engines that keep it on a device as on those that do not. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Data, DeviceValue, Value } from '../../../src/engine/types.ts';
import { Carried } from '../../../src/train/carried.ts';

const released: number[] = [];
beforeEach(() => {
  released.length = 0;
});

const onDevice = (number: number): DeviceValue => ({
  download: async () => Float32Array.of(number),
  release: () => {
    released.push(number);
  },
});

const start = () => new Carried(new Map<string, Value>([['a', Float32Array.of(1)]]));
const offering = (carried: Carried, value: Value): Carried => {
  carried.offer({ loss: Float32Array.of(9), 'next:a': value });
  return carried;
};

describe('values between steps', () => {
  it('are what was taken last, on the host when asked', async () => {
    const carried = offering(start(), onDevice(2));
    expect(await carried.values()).toEqual(new Map([['a', Float32Array.of(1)]]));
    carried.take();
    expect(carried.feeds).toHaveProperty('a.download');
    expect(await carried.values()).toEqual(new Map<string, Data>([['a', Float32Array.of(2)]]));
  });

  it('are given back when they are replaced', () => {
    const carried = start();
    for (const number of [2, 3, 4]) offering(carried, onDevice(number)).take();
    expect(released).toEqual([2, 3]);
  });

  it('are given back at the end, taken or not', () => {
    const carried = start();
    offering(carried, onDevice(2)).take();
    offering(carried, onDevice(3)).release();
    carried.release();
    expect(released).toEqual([2, 3]);
  });

  it('are arrays where the engine returns arrays', async () => {
    const carried = offering(start(), Float32Array.of(5));
    carried.take();
    carried.release();
    expect(released).toEqual([]);
  });
});
