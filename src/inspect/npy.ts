/** Arrays of NumPy (format 1 to 3): one as `.npy`, many as `.npz`, a ZIP of them. Headers are read, and nothing is unpickled. */
import { UserError } from '../core/errors.ts';
import { type Refuse, show } from '../store/safetensors-header.ts';
import { refusePickle } from './pickle.ts';
import type { ByteSource, TensorInfo } from './types.ts';
import { zipEntries, zipHead } from './zip.ts';

/** Types as NumPy writes them, that gains are read in. */
const dtypes: Readonly<Record<string, string>> = { '<f8': 'F64', '<f4': 'F32', '<f2': 'F16' };

/** NumPy itself refuses longer headers. */
const maxHeader = 10_000;
const prefixBytes = 10;
const maxRank = 32;

const refusal =
  (source: ByteSource): Refuse =>
  (detail) => {
    throw new UserError('error.inspectNumpy', { file: source.name, detail });
  };

interface Header {
  readonly shape: readonly number[];
  readonly dtype: string;
  /** Bytes before the numbers. */
  readonly length: number;
}

/** One array: it has no name but the file's. @throws UserError for what is not such an array. */
export async function readNpy(source: ByteSource): Promise<readonly TensorInfo[]> {
  const refuse = refusal(source);
  const header = headerOf(await source.read(0, Math.min(source.size, prefixBytes + maxHeader)), refuse);
  return [tensor(source.name.replace(/\.npy$/i, ''), header, { source, begin: 0, size: source.size }, refuse)];
}

/** Arrays by the names they were saved under; `/` in names, as in trees of Flax, becomes a dot. */
export async function readNpz(source: ByteSource): Promise<readonly TensorInfo[]> {
  const refuse = refusal(source);
  const entries = await zipEntries(source, refuse);
  // What torch.save writes is a ZIP too.
  if (entries.some(({ name }) => /(^|\/)data\.pkl$/.test(name))) return refusePickle(source);
  const arrays = entries.filter(({ name }) => name.endsWith('.npy'));
  if (arrays.length === 0) refuse('there is no array in it');
  const tensors: TensorInfo[] = [];
  for (const entry of arrays) {
    const { bytes, at } = await zipHead(source, entry, { most: prefixBytes + maxHeader, refuse });
    const header = headerOf(bytes, refuse);
    const name = entry.name.replace(/\.npy$/, '').replaceAll('/', '.');
    tensors.push(tensor(name, header, { ...(entry.method === 0 && { source }), begin: at, size: entry.size }, refuse));
  }
  return tensors;
}

function headerOf(bytes: Uint8Array, refuse: Refuse): Header {
  const isArray = bytes.length >= prefixBytes && String.fromCharCode(...bytes.subarray(1, 6)) === 'NUMPY' && bytes[0] === 0x93;
  if (!isArray) return refuse('an array does not begin as NumPy’s do');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [from, length] = bytes[6] === 1 ? [10, view.getUint16(8, true)] : [12, bytes.length < 12 ? 0 : view.getUint32(8, true)];
  if (length > maxHeader || from + length > bytes.length) return refuse(`a header of ${length} bytes does not fit`);
  const text = new TextDecoder().decode(bytes.subarray(from, from + length));
  const dtype = /'descr':\s*('[^']{1,20}'|\[)/.exec(text)?.[1];
  const axes = /'shape':\s*\(([\d,\s]*)\)/.exec(text)?.[1];
  if (dtype === undefined || axes === undefined) return refuse('the header of an array has no type or no shape');
  const shape = axes
    .split(',')
    .map((axis) => axis.trim())
    .filter((axis) => axis !== '')
    .map(Number);
  if (shape.length > maxRank || !shape.every(Number.isSafeInteger)) return refuse('the shape of an array cannot be');
  return { shape, dtype: dtype.replaceAll("'", ''), length: from + length };
}

interface Place {
  /** Where its numbers can be read; not where they are packed. */
  readonly source?: ByteSource;
  readonly begin: number;
  readonly size: number;
}

function tensor(name: string, { shape, dtype, length }: Header, { source, begin, size }: Place, refuse: Refuse): TensorInfo {
  const each = Number(/^[<>|=][a-zA-Z](\d+)$/.exec(dtype)?.[1] ?? Number.NaN);
  const needed = shape.reduce((product, axis) => product * axis, each);
  if (needed > size - length) refuse(`the array ${show(name)} of shape [${shape}] has ${size - length} bytes: it was cut off`);
  const known = dtypes[dtype];
  return { name, shape, ...(source && known && { at: { source, dtype: known, begin: begin + length, end: begin + length + needed } }) };
}
