/** Errors: what was given, what was expected, how to fix it. */
export const errorsEn = {
  'error.unknownId': 'There is no {noun} called "{given}". Choose one of: {choices}.',
  'error.engineFailed': 'The engine {engine} failed: {detail}. Try another one with --engine, or a smaller model.',
  'error.noOrtNode': 'onnxruntime-node is not installed here ({detail}). Install it with "npm install onnxruntime-node", or use --engine ort-wasm.',
  'error.noAdapter': 'This machine offers ONNX Runtime no WebGPU adapter ({detail}). Use --engine ort-node for the CPU.',
  'error.spec': 'The spec does not fit:\n{problems}\nPrint what fits with "normlab schema spec".',
  'error.heads': 'Width {width} cannot be shared equally by {heads} heads. Take a number of heads that divides {width}: {choices}.',
  'error.warmup': 'A warm-up of {given} steps leaves nothing of {steps} steps. Take fewer warm-up steps or more steps.',
  'error.fixedContext': 'The task {task} has a context of {expected} tokens, not {given}. Leave the context out.',
  'error.modulus': 'The modulus {given} is too small. Take 3 or more.',
  'error.textTooShort': 'The text has {given} characters; a context of {seqLen} with a validation split needs at least {expected}. Give a longer text, or a smaller --context.',
} as const;
