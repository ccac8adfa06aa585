/**
 * IDX, the format in which MNIST and its kin are published: two zero bytes, a byte for the type, one for the number of dimensions,
 * each dimension as a big-endian 32-bit number, then the data. Unsigned bytes only.
 */
import { UserError } from '../../core/errors.ts';
import type { TaskFile } from '../types.ts';

export interface Idx {
  readonly sizes: readonly number[];
  readonly data: Uint8Array;
}

/** @throws UserError when the file is not whole, or not an IDX file of bytes with that many dimensions. */
export function readIdx({ name, bytes }: TaskFile, dimensions: number): Idx {
  const header = 4 + 4 * dimensions;
  if (bytes.length < 4) throw new UserError('error.idxHeader', { file: name, given: bytes.length, expected: header });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = 0x0800 + dimensions;
  if (view.getUint32(0) !== magic)
    throw new UserError('error.idxMagic', { file: name, given: hex(view.getUint32(0)), expected: hex(magic) });
  if (bytes.length < header) throw new UserError('error.idxHeader', { file: name, given: bytes.length, expected: header });
  const sizes = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const expected = header + sizes.reduce((product, size) => product * size, 1);
  if (bytes.length !== expected)
    throw new UserError('error.idxSize', { file: name, sizes: sizes.join(' × '), given: bytes.length, expected });
  return { sizes, data: bytes.subarray(header) };
}

const hex = (magic: number): string => `0x${magic.toString(16).padStart(8, '0')}`;
