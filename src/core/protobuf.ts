/** Protobuf messages written from tables: for each field its number in the schema, and how its value is written. */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** Writes a value behind the tag of its field. */
export type Write<T> = (writer: BinaryWriter, field: number, value: T) => void;

const scalar =
  <T>(wire: WireType, write: (writer: BinaryWriter, value: T) => void): Write<T> =>
  (writer, field, value) =>
    write(writer.tag(field, wire), value);

export const text = scalar<string>(WireType.LengthDelimited, (writer, value) => writer.string(value));
export const bytes = scalar<Uint8Array>(WireType.LengthDelimited, (writer, value) => writer.bytes(value));
export const int = scalar<number | bigint>(WireType.Varint, (writer, value) => writer.int64(value));
export const float = scalar<number>(WireType.Bit32, (writer, value) => writer.float(value));
export const double = scalar<number>(WireType.Bit64, (writer, value) => writer.double(value));

/** Integers side by side in one field. */
export const packed: Write<readonly number[]> = (writer, field, values) => {
  if (values.length === 0) return;
  const inner = writer.tag(field, WireType.LengthDelimited).fork();
  for (const value of values) inner.int64(value);
  inner.join();
};

/** A field that may stand more than once. */
export const each =
  <T>(write: Write<T>): Write<readonly T[]> =>
  (writer, field, values) => {
    for (const value of values) write(writer, field, value);
  };

type Fields = Readonly<Record<string, readonly [field: number, write: Write<never>]>>;

/** What a message holds; what is left out is not written. */
type Values<F extends Fields> = { readonly [K in keyof F]?: F[K][1] extends Write<infer T> ? T : never };
export type ValuesOf<M> = M extends Write<infer T> ? T : never;

/** A message within another one. */
export const message =
  <F extends Fields>(fields: F): Write<Values<F>> =>
  (writer, field, values) => {
    const inner = writer.tag(field, WireType.LengthDelimited).fork();
    writeFields(inner, fields, values);
    inner.join();
  };

/** Bytes of a message that stands alone. */
export function encode<F extends Fields>(fields: F, values: Values<F>): Uint8Array {
  const writer = new BinaryWriter();
  writeFields(writer, fields, values);
  return writer.finish();
}

function writeFields<F extends Fields>(writer: BinaryWriter, fields: F, values: Values<F>): void {
  for (const [name, [field, write]] of Object.entries(fields)) {
    const value = values[name];
    if (value !== undefined) (write as Write<unknown>)(writer, field, value);
  }
}
