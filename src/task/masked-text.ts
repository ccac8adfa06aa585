/**
 * Masked characters of a text, as BERT masks words: of each sequence max(1, round(share · n)) positions are asked for;
 * of those 80 % read the mask token, 10 % a random character and 10 % what really stands there. Only they count.
 * A uniform guess costs ln(vocabulary + 1) nats; without looking at the neighbours, the entropy of single characters.
 */
import { number, optionValues } from '../core/options.ts';
import { type Random, random } from '../core/random.ts';
import { countedFiles } from './data/file-count.ts';
import { tokenShape } from './data/shape.ts';
import { shuffled } from './data/shuffle.ts';
import { splitText } from './data/split-text.ts';
import { validationShare, vocabCap } from './data/text-options.ts';
import { equalWeights } from './data/weights.ts';
import { randomStarts, spreadStarts } from './data/windows.ts';
import type { Batch, TaskDefinition } from './types.ts';

const options = {
  vocabCap,
  validationShare,
  maskShare: number(0.15, { en: 'share of the positions that are asked for', zh: '被问到的位置所占的比例' }, { min: 0.01, max: 0.9 }),
};

/** Of the positions asked for: those that read the mask token, and those that read a random character. */
const [masked, replaced] = [0.8, 0.1];

export const maskedText: TaskDefinition = {
  id: 'masked-text',
  title: { en: 'masked characters of a text', zh: '预测文本中被遮住的字符' },
  format: {
    en: 'c₁ … [mask] … cₙ → the character behind each mask; only positions asked for count',
    zh: 'c₁ … [遮] … cₙ → 每个遮住处的字符；只计被问到的位置',
  },
  paper: { text: 'Devlin et al. 2019, BERT', url: 'https://arxiv.org/abs/1810.04805' },
  architectures: ['encoder'],
  options,
  reads: { kind: 'text', least: 1, most: 1000 },
  book: true,
  create: (config, seqLen, files = []) => {
    const { maskShare, ...cut } = optionValues(options, config);
    const { train, validation, vocabulary, notes } = splitText(countedFiles(maskedText, files) ?? [], { ...cut, seqLen, window: seqLen });
    const asked = Math.max(1, Math.round(maskShare * seqLen));
    const mask = (data: Int32Array, starts: readonly number[], stream: Random) =>
      maskedWindows(data, starts, { seqLen, asked, characters: vocabulary.size, stream });
    return {
      ...tokenShape(vocabulary.size + 1),
      trainTokens: train.length,
      bigramEntropy: null,
      notes,
      train: (seed, step, batchSize) => {
        const stream = random(seed, `data/${step}`);
        return mask(train, randomStarts(stream, train.length - seqLen + 1, batchSize), stream);
      },
      validation: (index, batchSize) => {
        const starts = spreadStarts(validation.length - seqLen + 1, index, batchSize, seqLen);
        return mask(validation, starts, random(0, `masked-text/validation/${index}`));
      },
    };
  },
};

interface Masking {
  readonly seqLen: number;
  /** Positions of each sequence that are asked for. */
  readonly asked: number;
  /** Tokens of characters; the one after them is the mask. */
  readonly characters: number;
  readonly stream: Random;
}

function maskedWindows(data: Int32Array, starts: readonly number[], { seqLen, asked, characters, stream }: Masking): Batch {
  const targets = Int32Array.from(starts.flatMap((start) => [...data.subarray(start, start + seqLen)]));
  const tokens = Int32Array.from(targets);
  const counted = new Set(starts.flatMap((_, row) => places(seqLen, asked, stream).map((place) => row * seqLen + place)));
  for (const flat of counted) {
    const fate = stream.uniform();
    if (fate < masked) tokens[flat] = characters;
    else if (fate < masked + replaced) tokens[flat] = stream.integer(characters);
  }
  return { tokens, targets, weights: equalWeights((flat) => counted.has(flat), targets.length) };
}

const places = (seqLen: number, asked: number, stream: Random): number[] => shuffled(seqLen, stream).slice(0, asked);
