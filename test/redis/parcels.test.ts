/** Bytes in pieces: as many as they need, gone after their time, and refused when they are not those that were sent. */
import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { discard, parcelOf, receive, refresh, send } from '../../src/study/queue/parcels.node.ts';
import { endAll, OwnRedis } from './bench.ts';

let server: OwnRedis;
let redis: Redis;

beforeAll(async () => {
  server = await OwnRedis.start();
  redis = new Redis(server.url);
});

afterAll(async () => {
  redis.disconnect();
  await endAll();
  await server.close();
});

it.each([0, 1, 999, 1000, 1001, 4321])('%d bytes in pieces of 1000', async (n) => {
  const bytes = randomBytes(n);
  const parcel = parcelOf(bytes, `test:${n}`, 1000);
  expect(parcel.pieces).toBe(Math.ceil(n / 1000));
  await send(redis, parcel, bytes, 100);
  const keys = await redis.keys(`test:${n}:*`);
  expect(keys.length).toBe(parcel.pieces);
  for (const key of keys) {
    expect(await redis.strlen(key)).toBeLessThanOrEqual(1000);
    expect(await redis.ttl(key)).toBeGreaterThan(90);
  }
  expect(Buffer.from(await receive(redis, parcel)).equals(bytes)).toBe(true);
  expect(await refresh(redis, parcel, 200)).toBe(true);
  await discard(redis, [parcel]);
  expect(await redis.keys(`test:${n}:*`)).toEqual([]);
  if (n > 0) expect(await refresh(redis, parcel, 200)).toBe(false);
});

it('a file of many megabytes', async () => {
  const bytes = randomBytes(9_500_000);
  const parcel = parcelOf(bytes, (sum) => `file:${sum}`);
  expect(parcel.key).toBe(`file:${parcel.sha256}`);
  expect(parcel.pieces).toBe(3);
  await send(redis, parcel, bytes, 100);
  expect(Buffer.from(await receive(redis, parcel)).equals(bytes)).toBe(true);
});

it('a piece that is missing, changed or cut short is refused', async () => {
  const bytes = randomBytes(3000);
  const parcel = parcelOf(bytes, 'broken', 1000);
  await send(redis, parcel, bytes, 100);
  await redis.setrange('broken:1', 500, Buffer.from([bytes[1500] === 1 ? 2 : 1]));
  await expect(receive(redis, parcel)).rejects.toThrow(/SHA-256 of broken differs/);
  await redis.set('broken:1', bytes.subarray(1000, 1999));
  await expect(receive(redis, parcel)).rejects.toThrow(/SHA-256 of broken differs/);
  await redis.del('broken:1');
  await expect(receive(redis, parcel)).rejects.toThrow(/broken:1 is missing/);
});
