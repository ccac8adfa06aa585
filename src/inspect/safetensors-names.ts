/** Names, shapes and places of a file's tensors, from its header alone: the rest of the file is not read. */
import { UserError } from '../core/errors.ts';
import { type HeaderEntry, headerLength, prefixBytes, type Refuse, readHeader, show } from '../store/safetensors-header.ts';
import { limits } from './limits.ts';
import type { ByteSource, TensorInfo } from './types.ts';

/** Bits of one number; of other kinds the length is not checked. */
const bits: ReadonlyMap<string, bigint> = new Map([
  ...['F64', 'I64', 'U64', 'C64'].map((kind) => [kind, 64n] as const),
  ...['F32', 'I32', 'U32'].map((kind) => [kind, 32n] as const),
  ...['F16', 'BF16', 'I16', 'U16'].map((kind) => [kind, 16n] as const),
  ...['I8', 'U8', 'BOOL', 'F8_E4M3', 'F8_E5M2', 'F8_E8M0'].map((kind) => [kind, 8n] as const),
]);

/** @throws UserError for anything that is not a complete safetensors file. */
export async function readNames(source: ByteSource): Promise<readonly TensorInfo[]> {
  const refuse: Refuse = (detail) => {
    throw new UserError('error.inspectSafetensors', { file: source.name, detail });
  };
  const length = headerLength(await source.read(0, Math.min(prefixBytes, source.size)), source.size, refuse);
  const start = prefixBytes + length;
  const { entries } = readHeader(await source.read(prefixBytes, start), refuse);
  if (entries.length > limits.tensors) refuse(`${entries.length} tensors are more than ${limits.tensors}`);
  let at = 0;
  for (const entry of entries) {
    checkLength(entry, refuse);
    if (entry.begin !== at) refuse(`tensor ${show(entry.key)} does not begin where the one before it ends`);
    at = entry.end;
  }
  if (start + at > source.size) refuse(`its tensors need ${start + at} bytes and it has ${source.size}: it was cut off`);
  if (start + at < source.size) refuse(`${source.size - start - at} bytes follow the last tensor`);
  return entries.map(({ key, shape, dtype, begin, end }) => ({
    name: key,
    shape,
    at: { source, dtype, begin: start + begin, end: start + end },
  }));
}

function checkLength({ key, dtype, shape, begin, end }: HeaderEntry, refuse: Refuse): void {
  if (key.length > limits.name) refuse(`the name ${show(key)} is longer than ${limits.name} characters`);
  const each = bits.get(dtype);
  if (each === undefined) return;
  const expected = shape.reduce((product, length) => product * BigInt(length), each) / 8n;
  if (expected !== BigInt(end - begin)) refuse(`tensor ${show(key)} of shape [${shape}] has ${end - begin} bytes`);
}
