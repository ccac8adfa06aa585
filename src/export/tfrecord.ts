/** TFRecord: each record with its length and two masked checksums, so that a reader knows where one ends and whether it is whole. */
import { crc32c } from '@aws-crypto/crc32c';

const lengthBytes = 8;
const checkBytes = 4;

/** TFRecord's mask, so that a checksum of bytes that hold checksums is none of them. */
const masked = (crc: number): number => (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;

/** Length (64 bits), its check, the bytes, their check; all little-endian. */
export function tfRecord(bytes: Uint8Array): Uint8Array {
  const record = new Uint8Array(lengthBytes + checkBytes + bytes.length + checkBytes);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(bytes.length), true);
  view.setUint32(lengthBytes, masked(crc32c(record.subarray(0, lengthBytes))), true);
  record.set(bytes, lengthBytes + checkBytes);
  view.setUint32(lengthBytes + checkBytes + bytes.length, masked(crc32c(bytes)), true);
  return record;
}
