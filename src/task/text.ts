/**
 * Next-character prediction on a text: any UTF-8, split by position, characters as tokens.
 * A uniform guess costs ln(vocabulary) nats per token; counting pairs costs the bigram entropy, which every result states.
 */
import { optionValues } from '../core/options.ts';
import { random } from '../core/random.ts';
import { bigramEntropy } from './data/bigram.ts';
import { countedFiles } from './data/file-count.ts';
import { tokenShape } from './data/shape.ts';
import { splitText } from './data/split-text.ts';
import { validationShare, vocabCap } from './data/text-options.ts';
import { equalWeights } from './data/weights.ts';
import { randomStarts, spreadStarts } from './data/windows.ts';
import type { Batch, TaskDefinition } from './types.ts';

const options = { vocabCap, validationShare };

export const text: TaskDefinition = {
  id: 'text',
  title: { en: 'next character of a text', zh: '预测文本的下一个字符' },
  format: { en: 'c₁ … cₙ → c₂ … cₙ₊₁; every position counts', zh: 'c₁ … cₙ → c₂ … cₙ₊₁；每个位置都计入损失' },
  paper: {
    text: 'Sutskever, Martens & Hinton 2011, Generating Text with Recurrent Neural Networks',
    url: 'https://icml.cc/2011/papers/524_icmlpaper.pdf',
  },
  architectures: ['decoder'],
  options,
  reads: { kind: 'text', least: 1, most: 1000 },
  book: true,
  create: (config, seqLen, files = []) => {
    const split = splitText(countedFiles(text, files) ?? [], { ...optionValues(options, config), seqLen, window: seqLen + 1 });
    const { train, validation, vocabulary, notes } = split;
    return {
      ...tokenShape(vocabulary.size),
      trainTokens: train.length,
      bigramEntropy: bigramEntropy(train, validation, vocabulary.size),
      notes,
      train: (seed, step, batchSize) =>
        windows(train, seqLen, randomStarts(random(seed, `data/${step}`), train.length - seqLen, batchSize)),
      validation: (index, batchSize) => windows(validation, seqLen, spreadStarts(validation.length - seqLen, index, batchSize, seqLen)),
    };
  },
};

function windows(data: Int32Array, seqLen: number, starts: readonly number[]): Batch {
  const tokens = new Int32Array(starts.length * seqLen);
  const targets = new Int32Array(starts.length * seqLen);
  starts.forEach((start, row) => {
    tokens.set(data.subarray(start, start + seqLen), row * seqLen);
    targets.set(data.subarray(start + 1, start + 1 + seqLen), row * seqLen);
  });
  return { tokens, targets, weights: equalWeights(() => true, tokens.length) };
}
