/** Probes: questions to one model. */
export const probeEn = {
  'cli.probe.about': 'Ask one model more than training measured: blocks left out, effective depth, sharpness and others.',
  'cli.argument.probe': 'folder of a run that "normlab train" wrote, or a spec file for the model at initialisation',
  'cli.flag.what': 'what to ask, separated by commas: {choices}',
  'cli.flag.probeBatches': 'validation batches to ask on',
  'cli.flag.probeEngine': 'what computes: {choices} (default: as the run)',
  'cli.probe.trained': '{placement} · after {steps} steps · {batches} validation batches of {batchSize} sequences · {engine}',
  'cli.probe.initial': '{placement} · at initialisation · {batches} validation batches of {batchSize} sequences · {engine}',
  'cli.probe.place': 'place',
  'cli.progress.probe': 'probing {percent}% · {done} of {total}',
  'cli.probe.interrupted': 'Interrupted: {done} of {total} probes had finished.',
  'error.probeStreams':
    'The probe {probe} needs one stream that all blocks add to; {placement} keeps its streams by the rule "{rule}". Choose other probes for it.',
  'error.probeCurves': 'The probe {probe} reads the curves of a run. Name the folder of a run instead of a spec.',
  'error.probeTarget':
    '{path} is neither the folder of a run nor a spec file ({reason}). Name one that "normlab train SPEC --out FOLDER" wrote, or a spec.',
  'error.probeNoRun': '{folder} holds no run.json that can be read. Name a folder that "normlab train SPEC --out FOLDER" wrote, or a spec.',
  'error.probeWeights':
    '{folder} holds no weights: its run is {state}. Train it with "normlab train SPEC --out FOLDER", which keeps them in checkpoints/final.safetensors.',
  'error.probeOtherWeights': '{file} does not hold the weights of the run beside it: {key} is missing or has another size.',
  'error.probeNothing': '--what names no probe. Choose some of: {choices}',
} as const;
