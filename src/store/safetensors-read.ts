/** The safetensors format, read: every claim of the header is compared with the bytes that exist before a tensor is made of them. */
import { UserError } from '../core/errors.ts';
import { size } from '../graph/tensor.ts';
import { headerLength, prefixBytes, readHeader, show } from './safetensors-header.ts';

export interface ReadTensor {
  readonly key: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | Int32Array | Uint8Array;
}

type Kind = { readonly bytes: number; readonly read: (buffer: ArrayBuffer) => ReadTensor['data'] };

const kinds: ReadonlyMap<string, Kind> = new Map([
  ['F32', { bytes: 4, read: (buffer: ArrayBuffer) => new Float32Array(buffer) }],
  ['F64', { bytes: 8, read: (buffer: ArrayBuffer) => new Float64Array(buffer) }],
  ['I32', { bytes: 4, read: (buffer: ArrayBuffer) => new Int32Array(buffer) }],
  ['U8', { bytes: 1, read: (buffer: ArrayBuffer) => new Uint8Array(buffer) }],
]);

/**
 * All tensors of a file, by name.
 *
 * @param file what errors call it.
 * @throws UserError for anything that is not a complete, gapless safetensors file of F32, F64, I32 or U8.
 */
export function fromSafetensors(bytes: Uint8Array, file: string): Map<string, ReadTensor> {
  const refuse = (detail: string): never => {
    throw new UserError('error.safetensors', { file, detail });
  };
  const start = prefixBytes + headerLength(bytes.subarray(0, prefixBytes), bytes.length, refuse);
  const tensors = new Map<string, ReadTensor>();
  let at = start;
  for (const { key, dtype, shape, begin, end } of readHeader(bytes.subarray(prefixBytes, start), refuse).entries) {
    const kind =
      kinds.get(dtype) ?? refuse(`tensor ${show(key)} has the type ${show(dtype)}, expected one of ${[...kinds.keys()].join(', ')}`);
    if (start + begin !== at) refuse(`tensor ${show(key)} does not begin where the one before it ends`);
    if (end - begin !== size(shape) * kind.bytes) refuse(`tensor ${show(key)} of shape [${shape}] has ${end - begin} bytes`);
    at = start + end;
    if (at > bytes.length) refuse(`tensor ${show(key)} ends beyond the file`);
    tensors.set(key, { key, shape, data: kind.read(new Uint8Array(bytes.subarray(start + begin, at)).buffer) });
  }
  if (at !== bytes.length) refuse(`${bytes.length - at} bytes follow the last tensor`);
  return tensors;
}
