/** Values that may be on a device, handled alike on every engine: on the CPU they are arrays from the start. */
import type { Program } from '../graph/program.ts';
import type { Data, DeviceValue, Engine, Session, Value } from './types.ts';

/** A session whose outputs stay where they are computed, if `stays` names them. */
export const compileStaying = (engine: Engine, program: Program, stays: (output: string) => boolean): Promise<Session<Value>> =>
  engine.compileResident?.(program, stays) ?? engine.compile(program);

export const isOnDevice = (value: Value): value is DeviceValue => 'download' in value;

/** The numbers themselves. */
export const onHost = async (value: Value): Promise<Data> => (isOnDevice(value) ? value.download() : value);

/** Gives back what is on a device; arrays need nothing. */
export function release(values: Iterable<Value>): void {
  for (const value of values) if (isOnDevice(value)) value.release();
}
