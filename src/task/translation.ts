/**
 * A sequence rewritten as another one. Without files: sentences of a small grammar (data/grammar.ts), word for token, whose order,
 * agreement and particles must change; a fixed tenth of all sentences is held out. With two files: their lines, character for token.
 * Only real tokens of the target count. A uniform guess costs ln(vocabulary) nats, ln 91 = 4.51 for the grammar, whose translations
 * are determined and can cost 0.
 */
import { UserError } from '../core/errors.ts';
import { number, optionValues } from '../core/options.ts';
import { random } from '../core/random.ts';
import { countedFiles } from './data/file-count.ts';
import { generated } from './data/generated.ts';
import { longest, randomSentence, words } from './data/grammar.ts';
import { drawFor } from './data/held-out.ts';
import { type Pair, type PairLengths, pairBatch, pairShape, specials } from './data/pairs.ts';
import { type ParallelOptions, parallelText } from './data/parallel.ts';
import { validationShare, vocabCap } from './data/text-options.ts';
import type { Task, TaskDefinition, TaskFile } from './types.ts';

const options = {
  modifiers: number(
    1,
    { en: 'without files: how deep prepositional phrases may nest', zh: '无文件时：介词短语可嵌套的层数' },
    { min: 0, max: 20, integer: true },
  ),
  sourceLen: number(
    0,
    {
      en: 'tokens of a source; 0: as many as needed without files, as many as in a target with files',
      zh: '源序列的词元数；0 表示：无文件时按需要，有文件时与目标相同',
    },
    {
      min: 0,
      max: 8192,
      integer: true,
    },
  ),
  vocabCap,
  validationShare,
};

export const translation: TaskDefinition = {
  id: 'translation',
  title: { en: 'translate a sentence', zh: '翻译句子' },
  format: { en: 'x₁ … xₘ end ⇒ begin y₁ … yₙ → y₁ … yₙ end; padding does not count', zh: 'x₁ … xₘ 终 ⇒ 始 y₁ … yₙ → y₁ … yₙ 终；不计填充' },
  paper: { text: 'Vaswani et al. 2017, Attention Is All You Need', url: 'https://arxiv.org/abs/1706.03762' },
  architectures: ['encoder-decoder'],
  options,
  reads: { kind: 'parallel', least: 2, most: 2 },
  // One more than the longest sentence has words: where it ends is told too.
  fixedSeqLen: (config) => ((config.files ?? []).length > 0 ? undefined : longest(optionValues(options, config).modifiers).target + 1),
  create: (config, seqLen, files = []) => {
    const { modifiers, sourceLen, ...cut } = optionValues(options, config);
    const given = countedFiles(translation, files) as readonly [TaskFile, TaskFile] | undefined;
    return given ? fromLines(given, { ...cut, seqLen, sourceLen: sourceLen || seqLen }) : fromGrammar(modifiers, sourceLen, seqLen);
  },
};

function fromGrammar(modifiers: number, askedLen: number, seqLen: number): Task {
  const needed = longest(modifiers).source + 1;
  const lengths = { sourceLen: askedLen || needed, seqLen };
  if (lengths.sourceLen < needed) throw new UserError('error.sourceLen', { given: askedLen, expected: needed });
  const ids = new Map(words.map((word, i) => [word, i + specials]));
  const encode = (sentence: readonly string[]) => sentence.map((word) => ids.get(word) as number);
  return {
    ...pairShape(words.length + specials, lengths.sourceLen),
    notes: [],
    ...generated('translation', (stream, batchSize, side) => {
      const draw = () => randomSentence(stream, modifiers);
      const sentences = Array.from({ length: batchSize }, () => drawFor(side, draw, ({ source }) => source.join(' ')));
      return pairBatch(
        sentences.map(({ source, target }) => ({ source: encode(source), target: encode(target) })),
        lengths,
      );
    }),
  };
}

function fromLines(files: readonly [TaskFile, TaskFile], given: ParallelOptions): Task {
  const { train, validation, vocabSize, notes } = parallelText(files, given);
  const lengths: PairLengths = given;
  return {
    ...pairShape(vocabSize, lengths.sourceLen),
    trainTokens: train.reduce((sum, { target }) => sum + target.length + 1, 0),
    bigramEntropy: null,
    notes,
    train: (seed, step, batchSize) => {
      const stream = random(seed, `data/${step}`);
      return pairBatch(
        Array.from({ length: batchSize }, () => train[stream.integer(train.length)] as Pair),
        lengths,
      );
    },
    validation: (index, batchSize) =>
      pairBatch(
        Array.from({ length: batchSize }, (_, i) => validation[(index * batchSize + i) % validation.length] as Pair),
        lengths,
      ),
  };
}
