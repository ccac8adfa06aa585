/**
 * Normlab: where should normalization sit in my Transformer, and how sure are we?
 *
 * The Node entry. Everything of `normlab/web` and, on top, worker processes, files and the native engine.
 */

export { type CheckResult, checkKit, type ExportOptions, exportKit } from './conformance/api.node.ts';
export { engines } from './engine/index.node.ts';
export { type CompareCall, compare, type NodeOptions, type SignalCall, signal } from './study/api.node.ts';
export { type TrainCall, type TrainResult, train } from './study/train.node.ts';
export * from './web.ts';
