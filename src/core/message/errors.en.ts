/** Errors: what was given, what was expected, how to fix it. */
export const errorsEn = {
  'error.unknownId': 'There is no {noun} called "{given}". Choose one of: {choices}.',
  'error.engineFailed': 'The engine {engine} failed: {detail}. Try another one with --engine, or a smaller model.',
  'error.noOrtNode': 'onnxruntime-node is not installed here ({detail}). Install it with "npm install onnxruntime-node", or use --engine ort-wasm.',
  'error.noAdapter': 'This machine offers ONNX Runtime no WebGPU adapter ({detail}). Use --engine ort-node for the CPU.',
} as const;
