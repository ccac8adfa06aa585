/** Errors: what was given, what was expected, how to fix it. */
/** Why a place cannot be written, by the system's code. */
export const unwritableReasonEn =
  '{reason, select, ENOENT {there can be no such folder} EACCES {no permission} EPERM {no permission} EEXIST {a file is in the way} ENOTDIR {a file is in the way} EROFS {the file system is read-only} EISDIR {it is a folder} other {{reason}}}';

/** What members of a family are called, where it is more than a word. */
const kind =
  '{noun, select, stop_rule {stop rule} residual_rule {residual rule} attention_norm {attention norm} export_format {export format} conformance_action {conformance action} other {{noun}}}';

/** Why an engine cannot run here, and what mends it. */
const whyNot = {
  noOrtNode:
    'Its package is not installed: its install step downloads files, and npm leaves the package out if that fails. Install it with "{install}" (globally with -g).',
  platform: 'It is written for Linux and macOS, not for {platform}.',
  noCompiler: 'It needs a C compiler, and there is none on the PATH (cc, gcc or clang). Install one with "{install}", or name one in CC.',
  badCC: 'CC names no program that can be run: {given}. Set CC to a C compiler, or unset it.',
  compile: 'The C compiler {compiler} failed: {detail}. Mend or update it ("{install}"), or name another one in CC.',
  noKoffi:
    'Its package koffi is not installed here, or has nothing for this machine ({detail}). Install it with "{install}" (globally with -g).',
  store: 'Compiled code cannot be written: {detail}. XDG_CACHE_HOME can name another folder for it.',
  load: 'Compiled code cannot be loaded: {detail}. XDG_CACHE_HOME can name another folder for it, CC another compiler.',
} as const;

const cannotRun = (why: string): string => `This engine cannot run here. ${why} Or use another engine (--engine, or engine in a spec).`;

export const errorsEn = {
  'error.unknownId': `There is no ${kind} called "{given}"{near, select, 0 {.} other {: did you mean {near}?}} Choose one of: {choices}.`,
  'error.sharedName': `More than one ${kind} goes by the name "{given}": {choices}. Name the one you mean by its id.`,
  'error.engineFailed': 'The engine {engine} failed: {detail}. Try another engine (--engine, or engine in a spec), or a smaller model.',
  'engine.why.noOrtNode': whyNot.noOrtNode,
  'engine.why.platform': whyNot.platform,
  'engine.why.noCompiler': whyNot.noCompiler,
  'engine.why.badCC': whyNot.badCC,
  'engine.why.compile': whyNot.compile,
  'engine.why.noKoffi': whyNot.noKoffi,
  'engine.why.store': whyNot.store,
  'engine.why.load': whyNot.load,
  'error.engine.noOrtNode': cannotRun(whyNot.noOrtNode),
  'error.engine.platform': cannotRun(whyNot.platform),
  'error.engine.noCompiler': cannotRun(whyNot.noCompiler),
  'error.engine.badCC': cannotRun(whyNot.badCC),
  'error.engine.compile': cannotRun(whyNot.compile),
  'error.engine.noKoffi': cannotRun(whyNot.noKoffi),
  'error.engine.store': cannotRun(whyNot.store),
  'error.engine.load': cannotRun(whyNot.load),
  'error.noAdapter':
    'ONNX Runtime finds no WebGPU adapter on this machine ({detail}). Use the engine ort-node (--engine, or engine in a spec) for the CPU.',
  'error.spec': 'The {schema}{file, select, none {} other { {file}}} is not valid:\n{problems}\n"normlab schema {schema}" prints what is.',
  'spec.problem': '{at}: {problem} ({given})',
  'spec.problemAt': '{at}: {problem}',
  'spec.missing': 'missing',
  'spec.given': 'given: {value}',
  'state.pending': 'pending',
  'state.running': 'running',
  'state.finished': 'finished',
  'state.diverged': 'diverged',
  'state.failed': 'failed',
  'state.interrupted': 'interrupted',
  'state.stale': 'abandoned',
  'state.stopping': 'stopping',
  'state.damaged': 'unreadable',
  'spec.noSuch': `There is no such ${kind}: expected one of {choices}`,
  'spec.noOption': `{given} is not an option of the ${kind} {id}; it takes {count, plural, =0 {none} other {{choices}}}`,
  'spec.placementNeeded': 'say where the norms sit, or name a preset',
  'spec.factor': "only {scaled} takes a factor; elsewhere the optimizer's lr is the peak",
  'spec.ownNorm': "expected true for the model's own norm, or one of {choices}",
  'spec.meant': '; did you mean {words}?',
  'spec.quoted': '"{word}"',
  'error.heads': 'A width of {width} cannot be divided among {heads} heads. Take a number of heads that divides {width}: {choices}.',
  'error.warmup': 'A warm-up of {given} steps takes up all of the {steps} steps. Take fewer warm-up steps or more steps.',
  'error.fixedContext': 'The task {task} has a context of {expected} tokens, not {given}. Leave the context out.',
  'error.taskContext': 'The task {task} needs a context of {expected} tokens or more, not {given}.',
  'error.gridEmpty': 'Name at least one learning rate, one warm-up and one seed.',
  'error.modulus': 'The modulus {given} is too small. Take 3 or more.',
  'error.textTooShort':
    'The text has {given} characters; a context of {seqLen} with a validation split needs at least {expected}. Give a longer text, or a smaller context (--context, or seqLen in a spec).',
  'error.fileTooShort':
    'The file {file} has {given} characters; a context of {seqLen} with a validation split needs at least {expected}. Give a longer file, or a smaller context (--context, or seqLen in a spec).',
  'error.textEmpty': 'The file {file} is empty. Give a file with something in it.',
  'error.fileGzip': 'The file {file} begins like gzip but cannot be unpacked: {reason}. Check that it is whole.',
  'error.unpackedTooLarge': 'The file {file} unpacks to more than {expected} bytes, the most that can be read. Give a part of it.',
  'error.fileCount': 'The task {task} takes {expected} files, not {given}.',
  'error.filesFew': 'The task {task} takes {expected} files or more, not {given}.',
  'error.chains': '{given} chains cannot be told apart with {expected} symbols. Take at most {expected} chains.',
  'error.recallKeys': '{given} pairs need as many different keys, and there are {expected}. Take fewer pairs, or more keys.',
  'error.sourceLen': 'The longest source has {expected} tokens, more than {given}. Leave the option sourceLen out.',
  'error.parallelLines':
    '{a} has {given} lines and {b} has {expected}. They should translate each other line by line: give files with the same number of lines.',
  'error.parallelShort':
    'Of {total} pairs of lines only {given} fit into {sourceLen} tokens of source and {seqLen} of target: too few to train and validate. Give more lines, or a larger context (--context, or seqLen in a spec).',
  'error.idxHeader': 'The file {file} ends inside its header: {given} bytes of {expected}. Give a whole IDX file.',
  'error.idxMagic':
    'The file {file} begins with {given}, not {expected}: images need an IDX file of bytes with 3 dimensions (0x00000803), labels one with 1 (0x00000801).',
  'error.idxSize': 'The file {file} claims to hold {sizes} values, which takes {expected} bytes, but has {given}. Check that it is whole.',
  'error.idxCounts': '{a} holds {given} images and {b} holds {expected} labels. Give files that belong together.',
  'error.imageSquare': 'The images of {file} have {rows} rows and {columns} columns. Give square images.',
  'error.imagesFew':
    'The file {file} holds {given} images of {classes} {classes, plural, one {class} other {classes}}: at least 2 of each are needed.',
  'error.imageSide': 'The images have sides of {expected} pixels, not {given}. Leave the option side out.',
  'error.patch': 'Patches of {given} pixels do not divide a side of {side} pixels evenly. Take one of: {choices}.',
  'error.textBinary': 'The file {file} holds binary data, not text. Give plain text in UTF-8.',
  'error.textEncoding': 'The file {file} is not UTF-8 text: it looks like {encoding}. Convert it with: {command}',
  'error.textNul':
    'The file {file} holds binary data, or a text with NUL characters (U+0000), the first in line {line}. If it is text, remove them with: {command}',
  'error.textNotUtf8':
    'The file {file} is not UTF-8 text, and its encoding cannot be determined. Convert it with "iconv -f ENCODING -t UTF-8"; "file -i" may recognise the encoding.',
  'error.textTooLarge': 'The file {file} has {given} bytes; at most {expected} can be read. Give a part of it.',
  'error.textUnreadable':
    'The file {file} cannot be read: {reason, select, ENOENT {no such file} EISDIR {it is a folder} EACCES {no permission to read it} other {{reason}}}. Check its name and place.',
  'note.textLength': '{length} characters, {vocabSize} tokens in the vocabulary',
  'note.vocabCapped': '{replaced} rare characters share one token; {vocabSize} tokens in all',
  'note.controls':
    'The text holds control characters, which are learned like any other: {list}. ESC begins the colours of a terminal (ANSI escape codes). Remove them if they are there by mistake.',
  'note.bestLoss': 'the best possible loss is about {loss} nats, with {percent} % of answers right',
  'note.pairs': '{pairs} pairs of lines, {vocabSize} tokens in the vocabulary',
  'note.pairsLeftOut': '{left} of {total} pairs of lines were left out: one side is empty, or longer than a model sees',
  'note.images': '{train} images to train on and {validation} held out, sides of {side} pixels, {classes} classes',
  'note.shortText': 'The text has only {length} characters: differences will mostly be memorisation.',
  'error.diskFull':
    'The disk is full: {path} was not written. Free some space, or name another place. What was written before is complete.',
  'error.unwritable': `Cannot write to {path}: ${unwritableReasonEn}. Name another file or folder.`,
  'error.writeFailed': 'Writing {path} failed ({reason}). Name another file or folder.',
  'error.textChanged': 'What was read ({files}) changed while the study was running. Start again.',
  'error.placementUnwritten':
    'The placement {placement} is one of your own, and its rules are missing. Write them in a file, as rules below placement, and name the file as the arm (./mine.yaml); see docs/guide/custom-placements.md.',
  'error.workerEnded': 'the worker process ended early ({how})',
  'error.armTwice': 'An arm is named twice: {given}. Name each arm once.',
  'error.armName': 'An arm has no name. Give it an "id", a placement or a preset.',
  'error.armFile':
    'The file {file} holds no arm. Write a spec with "model", or a placement with "rules"; see docs/guide/custom-placements.md.',
  'error.varyTuned': '{field} is chosen for each arm by itself: list its values under "tune", not under "vary".',
  'error.studySeeds': '{field}: seeds are not a field to try. List them under "seeds", as in "seeds: 5".',
  'error.fieldTwice': '{field} is {path}, which is listed twice. List each field once.',
  'error.studyNumbers': '{field} takes numbers, not {given}.',
  'error.seedTwice': 'Seed {seed} would judge a choice that it made. Judge on other seeds than those to select on.',
  'error.budget':
    'Each arm would take {steps, number} steps ({settings, number} settings, and judging), more than its budget of {budget, number}. Try fewer values, fewer seeds or fewer steps, use "protocol: successive-halving", or raise the budget.',
  'error.studyOther':
    '{folder} holds another study: {field} is {before} there and {now} here. Arms, learning rates, warm-ups and seeds can be added to it; for anything else name another folder with --out.',
  'error.studyLess':
    '{folder} holds a study with {field} {lacks}, missing here. A study can only grow: give them too, or name another folder with --out.',
  'error.studyFewerSeeds':
    'The study has {before} seeds already, and {given} would be fewer. A study can only grow: give {before} or more.',
  'error.studyKeeps': '{flag} does not go with {folder}: a study that goes on keeps its folder and its engine. Leave {flag} out.',
  'error.noStudy':
    '{folder} holds no study: there is no study.json. Name the folder given as --out of "normlab compare" or "normlab study".',
  'error.studyFile': '{file} is not a complete study file ({reason}). Run the study again with the same --out: finished runs are kept.',
  'error.studyResume': 'There is nothing to resume: "{folder}" holds no study. Name its folder with --out, or leave --resume out to begin.',
  'error.nothingToVerify': 'Nothing in {path} has finished or diverged, so there is nothing to run again.',
  'error.verifyPath': '{path} is neither a folder of a study nor a report with its study inside. Name the folder given as --out.',
  'error.verifyDiffers': '{n} of {of} runs came out differently.',
  'error.frontier':
    'At depth {depth} the nearest shape has width {width} and costs {got, number} where the reference costs {target, number}: too far apart to call equal. Take depths nearer to the reference, a larger reference, or fewer heads than {heads}.',
  'error.noArms': 'No arm is named. Name at least one of: {choices}.',
  'error.jobFailed': 'A measurement failed: {detail}',
  'error.runFailed': 'The run failed: {detail}',
  'error.allFailed': 'Every run failed; the first one said: {detail}',
  'error.noText': 'The text task needs a text. Give it as the option "text".',
  'error.runLocked': 'The run in {folder} is being written by another process ({pid}). Wait for it, or choose another place with --out.',
  'error.runOther': 'The folder {folder} holds another run ({found}, not {given}). Choose another place with --out.',
  'error.runResumeMissing': 'There is no unfinished run of this spec in {folder} ({state}). Leave --resume out to begin one.',
} as const;
