/** One arena for all values that live within a step: memory is taken again when its value is no longer needed. */

export interface Life {
  /** Floats. */
  readonly length: number;
  /** Places in the list of kernels, both included. */
  readonly first: number;
  readonly last: number;
}

/** A line of the cache. */
const aligned = (length: number): number => Math.ceil(length / 16) * 16;

/** Offsets in floats, in the order of the lives, and the length of the arena: each takes the lowest place that is free all its life. */
export function planMemory(lives: readonly Life[]): { readonly offsets: readonly number[]; readonly length: number } {
  const order = lives.map((_, i) => i).sort((a, b) => (lives[a] as Life).first - (lives[b] as Life).first || a - b);
  const offsets: number[] = new Array(lives.length).fill(0);
  let taken: { readonly from: number; readonly to: number; readonly last: number }[] = [];
  let length = 0;
  for (const i of order) {
    const { length: wanted, first, last } = lives[i] as Life;
    taken = taken.filter((block) => block.last >= first);
    let from = 0;
    for (const block of taken) {
      if (block.from - from >= aligned(wanted)) break;
      from = Math.max(from, block.to);
    }
    offsets[i] = from;
    const to = from + aligned(wanted);
    taken.push({ from, to, last });
    taken.sort((a, b) => a.from - b.from);
    length = Math.max(length, to);
  }
  return { offsets, length };
}
