/** Bytes of any size in Redis: pieces with an expiry, and a checksum that is held against what arrives. */
import { createHash } from 'node:crypto';
import { FailureError } from '../../core/errors.ts';
import type { Redis } from './redis.node.ts';
import type { Parcel } from './wire.ts';

const pieceBytes = 2 ** 22;

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const pieceKeys = ({ key, pieces }: Pick<Parcel, 'key' | 'pieces'>): string[] => Array.from({ length: pieces }, (_, i) => `${key}:${i}`);

/** A parcel of these bytes under a key, or under one made from their checksum. */
export function parcelOf(bytes: Uint8Array, key: string | ((sha256: string) => string), size = pieceBytes): Parcel {
  const sum = sha256(bytes);
  return { key: typeof key === 'string' ? key : key(sum), sha256: sum, bytes: bytes.length, pieces: Math.ceil(bytes.length / size) };
}

/** Puts the pieces where they belong, one after the other. */
export async function send(redis: Redis, parcel: Parcel, bytes: Uint8Array, seconds: number): Promise<void> {
  const size = Math.ceil(bytes.length / Math.max(1, parcel.pieces));
  for (const [i, key] of pieceKeys(parcel).entries())
    await redis.set(key, Buffer.from(bytes.subarray(i * size, (i + 1) * size)), 'EX', seconds);
}

/** Whether all pieces are there; then they stay for as long again. */
export async function refresh(redis: Redis, parcel: Parcel, seconds: number): Promise<boolean> {
  let all = true;
  for (const key of pieceKeys(parcel)) all = (await redis.expire(key, seconds)) === 1 && all;
  return all;
}

/** @throws FailureError when a piece is missing or the bytes are not those that were sent. */
export async function receive(redis: Redis, parcel: Parcel): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  for (const key of pieceKeys(parcel)) {
    const piece = await redis.getBuffer(key);
    if (!piece) throw new FailureError('error.resultBroken', { detail: `${key} is missing` });
    pieces.push(piece);
  }
  const bytes = Buffer.concat(pieces);
  if (bytes.length !== parcel.bytes || sha256(bytes) !== parcel.sha256)
    throw new FailureError('error.resultBroken', { detail: `SHA-256 of ${parcel.key} differs` });
  return bytes;
}

export async function discard(redis: Redis, parcels: readonly Parcel[]): Promise<void> {
  const keys = parcels.flatMap(pieceKeys);
  if (keys.length > 0) await redis.unlink(...keys);
}
