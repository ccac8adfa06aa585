/**
 * Normlab: where should normalization sit in my Transformer, and how sure are we?
 *
 * The Node entry. Everything of `normlab/web` and, on top, worker processes, files and the native engine.
 */

export { type CheckResult, checkKit, type ExportOptions, exportKit } from './conformance/api.node.ts';
export { engines } from './engine/index.node.ts';
export type { NodeOptions } from './study/node-options.ts';
export { type SignalCall, signal } from './study/signal.node.ts';
export { readStudy, type StudyCall, study as compare, study } from './study/study.node.ts';
export { type TrainCall, type TrainResult, train } from './study/train.node.ts';
export * from './web.ts';
