/** Why the native engine cannot run here. */
import { FailureError } from '../../core/errors.ts';
import type { MessageValues } from '../../core/message/index.ts';

/**
 * `platform`: it is written for Linux and macOS. `noCompiler`: none on the PATH. `badCC`: $CC names no program.
 * `compile`: the compiler refused. `noKoffi`: the package is not installed, or has no binary for this machine. `load`: what was compiled cannot be loaded.
 */
export type Obstacle = 'platform' | 'noCompiler' | 'badCC' | 'compile' | 'noKoffi' | 'load';

export class NativeUnavailable extends FailureError {
  override readonly name: string = 'NativeUnavailable';

  constructor(
    readonly obstacle: Obstacle,
    values: MessageValues = {},
  ) {
    super(`error.native.${obstacle}`, values);
  }
}
