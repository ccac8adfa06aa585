/** Errors: what was given, what was expected, how to fix it. */
export const errorsEn = {
  'error.unknownId': 'There is no {noun} called "{given}". Choose one of: {choices}.',
  'error.engineFailed': 'The engine {engine} failed: {detail}. Try another one with --engine, or a smaller model.',
  'error.noOrtNode':
    'onnxruntime-node is not installed here ({detail}). Install it with "npm install onnxruntime-node", or use --engine ort-wasm.',
  'error.noAdapter': 'This machine offers ONNX Runtime no WebGPU adapter ({detail}). Use --engine ort-node for the CPU.',
  'error.spec': 'The spec does not fit:\n{problems}\nPrint what fits with "normlab schema spec".',
  'error.heads': 'Width {width} cannot be shared equally by {heads} heads. Take a number of heads that divides {width}: {choices}.',
  'error.warmup': 'A warm-up of {given} steps leaves nothing of {steps} steps. Take fewer warm-up steps or more steps.',
  'error.fixedContext': 'The task {task} has a context of {expected} tokens, not {given}. Leave the context out.',
  'error.modulus': 'The modulus {given} is too small. Take 3 or more.',
  'error.textTooShort':
    'The text has {given} characters; a context of {seqLen} with a validation split needs at least {expected}. Give a longer text, or a smaller --context.',
  'error.textEmpty': 'The text file {file} is empty. Give a file with some text in it.',
  'error.textBinary': 'The file {file} holds binary data, not text. Give plain text in UTF-8.',
  'error.textNotUtf8': 'The file {file} is not UTF-8 text. Convert it first, for example with "iconv -t UTF-8".',
  'error.textTooLarge': 'The file {file} has {given} bytes; at most {expected} can be read. Give a part of it.',
  'error.textUnreadable': 'The file {file} cannot be read: {reason}. Check its name and place.',
  'note.textLength': '{length} characters, {vocabSize} tokens in the vocabulary',
  'note.vocabCapped': '{replaced} rare characters share one token; {vocabSize} tokens in all',
  'note.shortText': 'The text has only {length} characters: differences will mostly be memorising.',
  'error.diskFull':
    'The disk is full: {path} was not written. Make room, or choose another place with --out. What was written before is whole.',
  'error.unwritable': 'Cannot write to {path}: {reason}. Choose another place with --out.',
  'error.writeFailed': 'Writing {path} failed ({reason}). Choose another place with --out.',
  'error.textChanged': 'The text ({files}) changed while the study was running. Start again.',
  'error.armTwice': 'An arm is named twice: {given}. Name each arm once.',
  'error.noArms': 'No arm is named. Name at least one of: {choices}.',
  'error.jobFailed': 'A measurement failed: {detail}',
  'error.runFailed': 'The run failed: {detail}',
  'error.allFailed': 'Every run failed; the first one said: {detail}',
  'error.noText': 'The text task needs a text. Give it as the option "text".',
} as const;
