/**
 * Block classes of Hugging Face transformers 5.18.0 (504 model directories), read statically: what stands in one block, N norm,
 * A attention, M feed-forward, + add. Classes are counted, not checkpoints and not downloads; a tower that was copied counts each
 * time. 267 of 342 is those with a pattern of these five; others are not counted.
 */
export const census = {
  source: 'transformers 5.18.0',
  patterns: [
    { id: 'pre', pattern: 'NA+NM+', classes: 267 },
    { id: 'post', pattern: 'A+NM+N', classes: 46 },
    { id: 'sandwich', pattern: 'NAN+NMN+', classes: 15 },
    { id: 'branch-out', pattern: 'AN+MN+', classes: 7 },
    { id: 'parallel', pattern: 'NAM+', classes: 7 },
  ],
} as const;
