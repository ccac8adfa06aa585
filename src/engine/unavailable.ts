/** Why an engine cannot run here. */
import { FailureError } from '../core/errors.ts';
import type { MessageKey, MessageValues } from '../core/message/index.ts';

/**
 * `noOrtNode`, `noKoffi`: a package is not installed, or has no binary for this machine. `platform`: it is written for Linux and macOS.
 * `noCompiler`: none on the PATH. `badCC`: $CC names no program. `compile`: the compiler failed. `store`: the cache folder
 * takes no files. `load`: what was compiled cannot be loaded.
 */
export type Obstacle = 'noOrtNode' | 'platform' | 'noCompiler' | 'badCC' | 'compile' | 'noKoffi' | 'store' | 'load';

export class EngineUnavailable extends FailureError {
  override readonly name: string = 'EngineUnavailable';
  /** The reason and what mends it, without the engine's name. */
  readonly why: MessageKey;

  constructor(
    readonly obstacle: Obstacle,
    values: MessageValues = {},
  ) {
    super(`error.engine.${obstacle}`, values);
    this.why = `engine.why.${obstacle}`;
  }
}
