/** What an engine is: it compiles a program and runs it. Nothing above this folder knows a runtime. */
import type { Localized } from '../core/message/index.ts';
import type { Program } from '../graph/program.ts';

export type Data = Float32Array | Float64Array | Int32Array | Uint8Array;

/** Values by name. Float inputs may be Float32Array or Float64Array; engines convert to what they compute in. */
export type Feeds = Readonly<Record<string, Data>>;

/** An output that was left in a device's memory: to be fed to any session of the same engine, and released by whoever got it. */
export interface DeviceValue {
  /** A copy for the host. */
  download(): Promise<Data>;
  /** Gives the memory back; nothing may be fed with it afterwards. It may outlive the session that made it. */
  release(): void;
}

export type Value = Data | DeviceValue;

export interface EngineDescription {
  readonly id: string;
  readonly threads: number;
  readonly version: string;
  readonly device: string;
}

export interface Session<Output extends Value = Data> {
  /** Runs once and returns every output of the program. @throws FailureError when the runtime fails. */
  run(feeds: Readonly<Record<string, Value>>): Promise<Record<string, Output>>;
  release(): Promise<void>;
}

export interface Engine {
  readonly description: EngineDescription;
  /** Array type its floats live in. */
  readonly float: Float32ArrayConstructor | Float64ArrayConstructor;
  compile(program: Program): Promise<Session>;
  /** Like `compile`, but the float outputs that `stays` names are left on the device. Absent where all memory is the host's. */
  compileResident?(program: Program, stays: (output: string) => boolean): Promise<Session<Value>>;
}

export interface EngineOptions {
  readonly threads: number;
}

/** A member of the engine family. `open` loads the runtime, so that listing engines costs nothing. */
export interface EngineDefinition {
  readonly id: string;
  readonly title: Localized;
  /** Finds out whether it can run here, where that is not certain. @throws EngineUnavailable as `open` does, as far as it can tell without it. */
  check?(): Promise<unknown>;
  /** @throws FailureError with a remedy when the runtime or device is not available here. */
  open(options: EngineOptions): Promise<Engine>;
}
