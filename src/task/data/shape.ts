import type { DataShape } from '../types.ts';

/** Tokens in, for each position a distribution over the same tokens out. */
export const tokenShape = (vocabSize: number): DataShape => ({
  vocabSize,
  classes: vocabSize,
  readout: 'token',
  patchSize: 0,
  sourceLen: 0,
  padding: -1,
});

/** Tokens in, one class for the whole sequence out. */
export const sequenceShape = (vocabSize: number, classes: number): DataShape => ({
  ...tokenShape(vocabSize),
  classes,
  readout: 'sequence',
});
