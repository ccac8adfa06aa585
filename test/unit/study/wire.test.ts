/** What comes from a worker is believed only as far as it has to be. */
import { expect, it } from 'vitest';
import { keysOf } from '../../../src/study/queue/keys.ts';
import { eventLine, readEvent, resultSchema } from '../../../src/study/queue/wire.ts';

const parcel = { key: 'k', sha256: '0'.repeat(64), bytes: 1, pieces: 1 };
const result = (path: string) => ({ end: 'ended', files: [{ path, parcel }], worker: { host: 'h', machine: 'm' } });

it.each(['run.json', 'events.jsonl', 'checkpoints/final.safetensors'])('takes %s', (path) => {
  expect(resultSchema.safeParse(result(path)).success).toBe(true);
});

it.each(['../run.json', '/etc/passwd', 'a/../../b', 'a//b', '.hidden', 'a/.b', '', 'a/', '..', 'a\\b'])('refuses %j', (path) => {
  expect(resultSchema.safeParse(result(path)).success).toBe(false);
});

it('numbers that JSON cannot hold come through', () => {
  const event = { type: 'step', step: 3, loss: Number.NaN, lr: 0.1, gradientNorm: Number.NEGATIVE_INFINITY } as const;
  expect(readEvent(eventLine(event))).toEqual(event);
});

it.each(['', 'a:b', 'a b', 'a/b', '{x}'])('refuses the queue name %j', (name) => {
  expect(() => keysOf(name, '1')).toThrow(/--queue takes letters/);
});
