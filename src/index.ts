/**
 * Normlab: where should normalization sit in my Transformer, and how sure are we?
 *
 * The Node entry. Everything in `normlab/web`, plus worker processes, files and the native engine.
 */

import type { Named } from './study/arm.ts';
import { type SignalCall as AnySignalCall, signal as signalOf } from './study/signal.node.ts';
import type { SignalResult } from './study/signal-types.ts';
import { type StudyCall as AnyStudyCall, study as studyOf } from './study/study.node.ts';
import type { StudyResult } from './study/types.ts';

export { type CheckResult, checkKit, type ExportOptions, exportKit } from './conformance/api.node.ts';
export { engines } from './engine/index.node.ts';
export type { NodeOptions } from './study/node-options.ts';
export { readStudy } from './study/study.node.ts';
export { type TrainCall, type TrainResult, train } from './study/train.node.ts';
export * from './web.ts';

export type StudyCall = Named<AnyStudyCall>;
export type SignalCall = Named<AnySignalCall>;

/** {@inheritDoc studyOf} */
export const study: (call?: StudyCall) => Promise<StudyResult> = studyOf;
export const compare: typeof study = study;
/** {@inheritDoc signalOf} */
export const signal: (call?: SignalCall) => Promise<SignalResult> = signalOf;
