/** Events of a run that come in bundles, twice, or not at all, are told once and in order. */
import { expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import type { JobEvent } from '../../../src/study/executor.ts';
import { Told } from '../../../src/study/queue/told.ts';
import { eventLine } from '../../../src/study/queue/wire.ts';
import { SameEngine } from '../../../src/study/same-engine.ts';

const step = (i: number, loss = i): JobEvent => ({ type: 'step', step: i, loss, lr: 0.1, gradientNorm: Number.NaN });
const lines = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => eventLine(step(from + i)));
const events = (to: number): JobEvent[] => Array.from({ length: to }, (_, i) => step(i));

function listen() {
  const heard: JobEvent[] = [];
  return { heard, told: new Told((event) => heard.push(event)) };
}

it('an attempt that repeats another one is told where that one ended', () => {
  const { heard, told } = listen();
  told.bundle({ from: 0, lines: lines(0, 4) });
  told.bundle({ from: 0, lines: lines(0, 2) });
  told.bundle({ from: 2, lines: lines(2, 6) });
  expect(heard).toEqual(events(6));
  told.all(lines(0, 8));
  expect(heard).toEqual(events(8));
  expect(told.differs).toBe(false);
});

it('what lies behind a gap waits for the end', () => {
  const { heard, told } = listen();
  told.bundle({ from: 3, lines: lines(3, 5) });
  expect(heard).toEqual([]);
  told.all(lines(0, 5));
  expect(heard).toEqual(events(5));
});

it.each([
  ['another loss', (told: Told) => told.bundle({ from: 1, lines: [eventLine(step(1, 7))] })],
  ['an end before what was told', (told: Told) => told.all(lines(0, 2))],
])('%s is noticed, and nothing further is told', (_, differ) => {
  const { heard, told } = listen();
  told.bundle({ from: 0, lines: lines(0, 3) });
  differ(told);
  told.all(lines(0, 9));
  expect(told.differs).toBe(true);
  expect(heard).toEqual(events(3));
});

const seen = { id: 'ort-node', version: '1.30.0', device: 'cpu', machine: 'linux-x64', where: 'here' };

it.each([
  ['version', '1.29.0'],
  ['device', 'webgpu'],
  ['machine', 'linux-arm64'],
  ['id', 'ort-wasm'],
])('another %s is another engine', (field, value) => {
  const same = new SameEngine(false);
  same.check(seen);
  same.check({ ...seen, where: 'there' });
  expect(() => same.check({ ...seen, [field]: value })).toThrow(UserError);
  expect(() => same.check({ ...seen, [field]: value })).toThrow(value);
  const mixed = new SameEngine(true);
  mixed.check(seen);
  mixed.check({ ...seen, [field]: value });
});
