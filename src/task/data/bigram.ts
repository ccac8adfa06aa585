/**
 * Cross-entropy of `validation` under bigram counts of `training`, nats per token, smoothed as Witten & Bell (1991):
 * p(b|a) = (c(a,b) + t(a)·p(b)) / (c(a) + t(a)), t(a) the number of different followers of a; p(b) add-one smoothed.
 */
export function bigramEntropy(training: Int32Array, validation: Int32Array, vocabSize: number): number {
  const pairs = new Map<number, number>();
  const [before, followers, single] = [new Float64Array(vocabSize), new Float64Array(vocabSize), new Float64Array(vocabSize).fill(1)];
  for (let i = 0; i + 1 < training.length; i++) {
    const [a, b] = [training[i] as number, training[i + 1] as number];
    const seen = pairs.get(a * vocabSize + b) ?? 0;
    pairs.set(a * vocabSize + b, seen + 1);
    before[a] = (before[a] as number) + 1;
    single[b] = (single[b] as number) + 1;
    if (seen === 0) followers[a] = (followers[a] as number) + 1;
  }
  const total = single.reduce((x, y) => x + y, 0);
  let nats = 0;
  for (let i = 0; i + 1 < validation.length; i++) {
    const [a, b] = [validation[i] as number, validation[i + 1] as number];
    const unigram = (single[b] as number) / total;
    const [c, t] = [before[a] as number, followers[a] as number];
    nats -= Math.log(c === 0 ? unigram : ((pairs.get(a * vocabSize + b) ?? 0) + t * unigram) / (c + t));
  }
  return nats / (validation.length - 1);
}
