/**
 * One class for a whole sequence. Without files: which of several Markov chains made it, chains that differ in order and not in the
 * frequency of symbols (data/ring-walk.ts). With files: which of them a window of characters comes from.
 * A uniform guess costs ln(classes) nats; the best possible loss of the generated task is stated with every result.
 */
import { UserError } from '../core/errors.ts';
import { number, optionValues } from '../core/options.ts';
import { countedFiles } from './data/file-count.ts';
import { generated } from './data/generated.ts';
import { labelledFiles } from './data/labelled-files.ts';
import { bestGuess, type RingWalks, ringWalk } from './data/ring-walk.ts';
import { sequenceShape } from './data/shape.ts';
import { validationShare, vocabCap } from './data/text-options.ts';
import { equalWeights } from './data/weights.ts';
import type { Task, TaskDefinition } from './types.ts';

const options = {
  symbols: number(8, { en: 'without files: different symbols', zh: '无文件时：不同符号的个数' }, { min: 2, max: 1000, integer: true }),
  chains: number(
    4,
    { en: 'without files: chains to tell apart; at most as many as symbols', zh: '无文件时：要区分的链数，不超过符号的个数' },
    { min: 2, max: 1000, integer: true },
  ),
  noise: number(
    0.4,
    { en: 'without files: share of steps that go anywhere', zh: '无文件时：任意转移的步所占的比例' },
    { min: 0.01, max: 1 },
  ),
  vocabCap,
  validationShare,
};

export const classification: TaskDefinition = {
  id: 'classification',
  title: { en: 'where a sequence comes from', zh: '判断序列的来源' },
  format: { en: 'x₁ … xₙ → its class; one answer for each sequence', zh: 'x₁ … xₙ → 所属类别；每条序列一个答案' },
  paper: null,
  architectures: ['encoder', 'decoder'],
  options,
  reads: { kind: 'text', least: 2, most: 1000 },
  create: (config, seqLen, files = []) => {
    const { symbols, chains, noise, ...cut } = optionValues(options, config);
    const given = countedFiles(classification, files);
    return given ? labelledFiles(given, { ...cut, seqLen }) : labelledWalks({ symbols, chains, noise }, seqLen);
  },
};

function labelledWalks(walks: RingWalks, seqLen: number): Task {
  const { symbols, chains } = walks;
  if (chains > symbols) throw new UserError('error.chains', { given: chains, expected: symbols });
  if (seqLen < 2) throw new UserError('error.taskContext', { task: 'classification', given: seqLen, expected: 2 });
  const { loss, accuracy } = bestGuess(walks, seqLen);
  return {
    ...sequenceShape(symbols, chains),
    notes: [{ key: 'note.bestLoss', values: { loss: loss.toFixed(3), percent: (100 * accuracy).toFixed(1) } }],
    ...generated('classification', (stream, batchSize) => {
      const labels = Array.from({ length: batchSize }, () => stream.integer(chains));
      return {
        tokens: Int32Array.from(labels.flatMap((chain) => ringWalk(walks, chain, seqLen, stream))),
        targets: Int32Array.from(labels),
        weights: equalWeights(() => true, batchSize),
      };
    }),
  };
}
