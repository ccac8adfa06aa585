/** What is read off a checkpoint's names. */
export const inspectEn = {
  'cli.inspect.about': 'Name the placement of a checkpoint, judged by its tensor names and configuration, with the evidence.',
  'cli.argument.inspect':
    'a model file (config.json, .safetensors or its index, .gguf, .npz), or a folder that holds some, or the folder of a run',
  'error.inspectNothing':
    'No file was given. Name a config.json, a safetensors file or its index, a .gguf or .npz file, or a folder that holds them.',
  'error.inspectMissing':
    '{path} does not exist. Name a config.json, a safetensors file or its index, a .gguf or .npz file, or a folder that holds them.',
  'error.inspectKind':
    '{path} is neither a file nor a folder. Name a config.json, a safetensors file or its index, a .gguf or .npz file, or a folder that holds them.',
  'error.inspectEmpty':
    'The folder {path} holds no config.json, no weights that can be read here (.safetensors, .gguf, .npz) and no run. Name the folder of a checkpoint.',
  'error.inspectStudy':
    'The folder {path} is a study of {count, plural, one {# run} other {# runs}}. Name the folder of one run, such as {run}.',
  'error.inspectFile':
    '{file} is not a kind of file that can be read here: expected is config.json, a .safetensors file or its index (.json), .gguf, .npz or .npy.',
  'error.inspectPickle':
    '{file} is a pickle, which can run code when it is loaded, and is not read: convert it to safetensors (after pip install torch safetensors) with {command}',
  'error.inspectGguf': 'The file {file} is not a complete GGUF file: {detail}. Download it or write it again.',
  'error.inspectNumpy': 'The file {file} is not a complete file of NumPy arrays: {detail}. Download it or write it again.',
  'error.inspectMany': '{count} files are too many: at most {most} are read at once. Give the index instead of the parts.',
  'error.inspectJson': 'The file {file} cannot be used: {detail}. Expected is a config.json or an index of safetensors files.',
  'error.inspectSafetensors': 'The file {file} is not a complete safetensors file: {detail}. Download it or write it again.',
  'error.inspectTwice': 'The file {file} holds a tensor that another file holds as well: {tensor}. Give the files of one model.',
  'inspect.placement': 'Placement',
  'inspect.confidence.high': 'names and configuration agree',
  'inspect.confidence.medium': 'only one source says so',
  'inspect.confidence.undecided': 'undecided: the evidence fits several placements, or none that is known',
  'inspect.candidates': 'It could be',
  'inspect.asIn': 'as in {families}',
  'inspect.normalizer': 'Normalizer',
  'inspect.normalizerUnknown': 'names cannot tell',
  'inspect.attention': 'Norms in attention',
  'inspect.attention.qk': 'on queries and keys, per head',
  'inspect.attention.qk-across-heads': 'on queries and keys, over all heads together',
  'inspect.attention.qk-unknown-span': 'on queries and keys; without shapes one cannot tell whether per head',
  'inspect.blocks': 'Blocks',
  'inspect.width': 'Width',
  'inspect.stack': 'The blocks {prefix}',
  'inspect.stackLayers': 'The blocks {layers} of {prefix}',
  'inspect.stackConfig': 'From the configuration alone',
  'inspect.stackConfigPart': 'From the configuration alone: {part}',
  'inspect.comma': ', ',
  'inspect.withFinal': 'with a final norm',
  'inspect.evidence': 'Evidence',
  'inspect.caveats': 'What to keep in mind',
  'inspect.files': '{files, plural, one {# file} other {# files}}, {tensors, plural, one {# tensor} other {# tensors}}',
  'inspect.modelType': 'model_type {type}',
  'inspect.evidence.norms': '{count, plural, one {One norm} other {# norms}} around the branches of each block: {names}',
  'inspect.evidence.noNorms': 'No block has a norm with parameters around its branches.',
  'inspect.evidence.inner.qk': 'Norms on queries and keys: {names}',
  'inspect.evidence.inner.v': 'Norms on values: {names}',
  'inspect.evidence.inner.latent': 'Norms on the compressed queries, keys and values: {names}',
  'inspect.evidence.inner.sub': 'Norms inside the branches: {names}',
  'inspect.evidence.inner.embedding': 'A norm after the embedding that is kept with the first block: {names}',
  'inspect.evidence.inner.other': 'Norms that are part of a branch: {names}',
  'inspect.evidence.final': 'A norm after the last block: {name}',
  'inspect.evidence.noFinal': 'No norm after the last block of {prefix}.',
  'inspect.evidence.embedding': 'A norm after the embedding: {name}',
  'inspect.evidence.tensor': 'The blocks also have {name}, which narrows it down.',
  'inspect.evidence.type': '{file}: model_type is {type}.',
  'inspect.evidence.flag': '{file}: {name} is {value}.',
  'inspect.evidence.flagDefault': '{file} does not set {name}; the type’s own default is {value}.',
  'inspect.evidence.eps': '{file}: {name} is {value}.',
  'inspect.evidence.bias': 'The norms have a bias.',
  'inspect.evidence.noBias': 'The norms have a gain and no bias.',
  'inspect.evidence.entry':
    'The sum keeps what the norm returned, not what it received: x ← a·h + F(h), h = N(x) with a = 1. A custom placement says so with `entry`.',
  'inspect.rule.final':
    'Blocks that leave the stream as it is need a norm at the end, and here is one: {name}. That speaks against Post-Norm.',
  'inspect.rule.noFinal': 'Blocks that leave the stream as it is need a norm at the end, and there is none: that speaks for Post-Norm.',
  'inspect.rule.embedding': 'The embedding is normalized by {name} and the end is not, as in BERT: that speaks for Post-Norm.',
  'inspect.rule.diffusers': 'The blocks have {name}, like those of diffusers, whose norms stand before the branches.',
  'inspect.rule.countedFinal': 'There is a norm at the end, {name}: with names that only count, that speaks a little against Post-Norm.',
  'inspect.rule.countedNoFinal': 'There is no norm at the end: with names that only count, that speaks a little for Post-Norm.',
  'inspect.rule.attnMlp': 'The branches are named as most people name them in ViT and GPT ({name}), which are Pre-Norm.',
  'inspect.rule.flaxVit': 'The blocks are those of the ViT in Flax ({name}), which is Pre-Norm.',
  'inspect.rule.uneven':
    'The blocks {encoder} end without a norm and those of the decoder with {name}, as in DETR without normalize_before: that speaks for Post-Norm.',
  'inspect.rule.informer': 'The blocks have {name} as Informer and its descendants do, whose norms stand on the sums.',
  'inspect.rule.megatron': 'Blocks at {name} are those of Megatron-LM, which has no parallel ones.',
  'inspect.rule.normformer': 'Factors for each head and a norm inside the feed-forward branch, as in NormFormer: {name}.',
  'inspect.trap.preMlp':
    'Here post_attention_layernorm stands before the feed-forward branch; in other models the same name is the norm on what attention returns.',
  'inspect.trap.branchOutput':
    'Here post_attention_layernorm stands on what attention returns; in Llama the same name is the norm before the feed-forward branch.',
  'inspect.trap.loadsEither':
    'Models of different placements share these names: such a file loads into the wrong one without an error and gives wrong output.',
  'inspect.trap.shared': 'All blocks share the parameters of one.',
  'inspect.caveat.offset': 'In this family the gain is stored as its difference from 1: a stored 0 is a gain of 1.',
  'inspect.caveat.normalizer': 'A gain without bias is an RMSNorm or a LayerNorm without bias; the names do not say which.',
  'inspect.caveat.namesOnly':
    'Names say which norms there are, not how the code uses them. With the config.json the answer is more certain.',
  'inspect.caveat.configOnly':
    'Read off the configuration alone; no tensor was looked at. A part of the checkpoint, or its index, makes the answer more certain.',
  'inspect.caveat.several': 'Names cannot tell these apart; the config.json can.',
  'inspect.caveat.decidedBy': 'What would decide it: {name}, in config.json or in the code that built the model.',
  'inspect.caveat.namesDecide':
    'With this configuration the number of norms in a block decides: a part of the checkpoint, or its index, shows it.',
  'inspect.caveat.extra':
    '{count, plural, one {One more block predicts} other {# more blocks predict}} further tokens (multi-token prediction) and is not counted.',
  'inspect.caveat.gains':
    'The stored gains lie around {other} (mean {mean}), where {expected} is expected for this normalizer: were they shifted by 1 when the file was converted, or is it another normalizer?',
  'inspect.caveat.ownRun':
    'This program wrote the file, and these placements store the same names: they differ in factors that are not tensors. The run.json of the run says which it is.',
  'inspect.caveat.unknownNames': 'The names of the norms fit no known pattern.',
  'inspect.caveat.unknownType': 'The type {type} is unknown, so {file} decides nothing.',
  'inspect.caveat.conflict': '{file} says {type}, but models of that type have other norms: do the files belong together?',
  'inspect.caveat.notAll': 'Only {count} of {of} blocks have {name}.',
  'inspect.caveat.missingLayers': '{count} blocks were found, the last of which is number {last}: some are missing.',
  'inspect.caveat.depth': '{file} has {config} blocks, the names have {names}.',
  'inspect.caveat.residualScale': 'What each branch writes is multiplied by residual_multiplier = {value}, which no tensor shows.',
  'inspect.caveat.noStack': 'No blocks of a Transformer were found among the names.',
  'inspect.caveat.indexLacks': 'The index says that {file} holds {count, plural, one {a tensor} other {# tensors}} that it does not hold.',
  'inspect.caveat.parts':
    'Only {count} of {of} parts were given: what is missing in them, such as the final norm, may be in another. The index names all tensors.',
  'inspect.gains': 'Gains of the norms',
  'inspect.gains.final': '{name} (final)',
  'inspect.gains.norm': 'norm',
  'inspect.gains.min': 'min',
  'inspect.gains.mean': 'mean',
  'inspect.gains.max': 'max',
} as const;
