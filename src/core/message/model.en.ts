/** Models that cannot be built as asked. */
export const modelEn = {
  'error.formula':
    'The formula "{given}" stops making sense at character {at}: found "{found}", expected {expected}. An example: 1/sqrt(2*depth), learn(0.1, feature), min(step/1000, 1).',
  'error.embeddingScale':
    'The factor {given} on token embeddings is {value}. Give a positive number, or a formula of the width like sqrt(width).',
  'error.embeddingStd':
    'The deviation of the embeddings, {given}, is {value}. Give a positive number or a formula of width, such as 1/sqrt(width).',
  'error.groups': '{features} features cannot be cut into {given} equal groups. Take a number of groups that divides {features}.',
  'error.rotary': 'Rotary positions turn pairs of features: a head of {given} features has one left over. Take an even width per head.',
  'error.kvHeads': '{heads} heads cannot share {given} heads of keys and values equally. Take one of: {choices}.',
  'error.encoderLayers': 'nEncoderLayers belongs to the architecture encoder-decoder, not to {architecture}. Leave it out.',
  'error.architecture': 'The task {task} can be used with the architecture {expected}, not with {given}.',
  'error.tied':
    'A tied head needs as many classes as tokens: the task {task} has {vocabSize} tokens and {classes} classes. Take tiedHead: false.',
  'error.noCross': 'The placement {placement} is not defined for cross-attention. Use it with the architecture decoder or encoder.',
  'error.customLayers': 'The layers "{given}" name no block of {depth}. Write one block (3) or a range (2-5, 2-, -4), counted from 1.',
  'error.customTwice':
    'Rules {first} and {second} of the custom placement both set {field} at {place}. Give their layers or sublayers so that only one does.',
  'error.planField': 'The field {field} at {place} belongs to {only} only. Name these under sublayers.',
  'error.planDetached': 'sumDetached at {place} needs a sumScale whose gradient it stops. Give one, or leave sumDetached out.',
  'error.planOrigin':
    'At {place} the plan asks for the input of the block, which the residual rule {residual} does not keep. Use the rule plain.',
  'error.planStreams':
    'The field {field} at {place} is never read by the residual rule {residual}, which mixes its streams itself. Leave it out.',
  'error.planUnread':
    'At {place} both the branch and the identity come from the block: nobody reads what the sublayer before it wrote. Let one of them read the stream.',
  'error.planIdentity': 'The identity at {place} names an origin twice: {given}. Name each once.',
  'error.planEntry':
    'The entry norm at {place} would be read by nobody: the branch and the identity both come from the block. Leave it out.',
  'error.planAcross': 'acrossHeads and eachHead at {place} are for q, k, v and the inner norm of attention, not for {field}.',
  'error.planEachHead':
    'The norm {field} at {place} is to be over all heads and to have a gain for each head. Leave acrossHeads or eachHead out.',
  'error.planRotation':
    'The norm {field} at {place} is to stand behind the rotation, but nothing is turned there: that needs queries or keys of self-attention and position: rotary (given: {position}).',
  'error.unbiased':
    'An unbiased standard deviation needs two features at least; a norm here is over {given}. Take wider heads, or std: biased.',
  'error.noMemory': 'A memory norm needs cross-attention, which the architecture {architecture} has not. Leave memoryNorm out.',
  'error.noStack': '{field} names the stack "{given}", which this architecture has not. It has: {expected}.',
  'error.planValue': 'The scale {field} at {place} is {value}, which is not finite. Check what it divides by and takes roots of.',
  'error.planHead': 'A learnable value per head fits {expected}; at {place} it stands in {field}. Write learn(…) or learn(…, feature).',
  'error.planLearned': 'The scale {field} at {place} has several learnable values that differ. Use one learn(…) in a formula.',
  'error.planGroups':
    'At {place} queries and keys share a learnable scale, but {heads} heads of queries have {shared} heads of keys. Take as many of both.',
  'error.planWidths':
    'At {place} one inner norm is shared by features of {width} in attention and {hidden} in the feed-forward. Give each its own, or set dFf to {width}.',
  'error.planShared': 'The shared norm {field} at {place} is asked for differently elsewhere in the block. Ask for it in the same way.',
  'error.safetensors': 'The file {file} is not a complete safetensors file: {detail}. Write it again.',
  'error.kitFormat': 'The kit {folder} has the format {given}, expected {expected}. Export it again with this version.',
  'error.kitMissing': 'The kit lacks {file} ({reason}). Name a folder that "normlab conformance export" wrote.',
  'error.kitJson': 'The file {file} is no JSON. Export the kit again.',
  'error.kitTensor':
    'In {file} the tensor {key} has the shape {given}, and spec.json asks for {expected} (— for none). Export the kit again.',
  'error.kitShape': 'The data of the kit does not fit: {detail}.',
} as const;
