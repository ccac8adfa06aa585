/** The safetensors format, written: 8 bytes of header length, a JSON header, then the tensors without gaps. */

export interface TensorToWrite {
  readonly key: string;
  readonly shape: readonly number[];
  readonly data: ArrayBufferView;
}

const dtypes: Readonly<Record<string, string>> = { Float32Array: 'F32', Float64Array: 'F64', Int32Array: 'I32', Uint8Array: 'U8' };

/** Bytes of a safetensors file; tensors in the given order, metadata as strings. */
export function toSafetensors(tensors: readonly TensorToWrite[], metadata: Readonly<Record<string, string>>): Uint8Array {
  let offset = 0;
  const header: Record<string, unknown> = { __metadata__: metadata };
  for (const { key, shape, data } of tensors) {
    header[key] = { dtype: dtypes[data.constructor.name], shape, data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  // The data begins on a multiple of 8, as the reference writer has it; spaces may follow the header.
  const headerLength = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + offset).fill(0x20, 8, 8 + headerLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.set(json, 8);
  let at = 8 + headerLength;
  for (const { data } of tensors) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}
