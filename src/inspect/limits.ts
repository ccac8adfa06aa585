/** What is read of a file at most: sizes in a header are claims. */
export const limits = {
  /** Bytes of config.json; real ones have a few thousand. */
  config: 10_000_000,
  /** Bytes of an index; the largest seen in public has 24 million. */
  index: 100_000_000,
  /** Bytes of a header in front of weights; vocabularies of GGUF files take up to some ten million. */
  header: 100_000_000,
  tensors: 1_500_000,
  /** Characters of a tensor's name. */
  name: 1000,
  /** Tensors whose numbers are read for statistics, and the bytes of each. */
  gains: 2000,
  gainBytes: 1_000_000,
  files: 2000,
} as const;
