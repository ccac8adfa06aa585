/** Keeps labels from lying on each other. */

interface Cluster {
  center: number;
  members: number[];
}

const span = (cluster: Cluster, gap: number): number => (cluster.members.length - 1) * gap;

function merge(a: Cluster, b: Cluster): Cluster {
  const members = [...a.members, ...b.members];
  return { center: (a.center * a.members.length + b.center * b.members.length) / members.length, members };
}

function hold(cluster: Cluster, gap: number, low: number, high: number): Cluster {
  const half = span(cluster, gap) / 2;
  return { ...cluster, center: Math.max(low + half, Math.min(high - half, cluster.center)) };
}

/** Positions near the wanted ones, at least `gap` apart, within [low, high] where they fit; order is kept. */
export function dodge(wanted: readonly number[], gap: number, low: number, high: number): number[] {
  const order = wanted.map((_, at) => at).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0) || a - b);
  const clusters: Cluster[] = [];
  for (const at of order) {
    let next = hold({ center: wanted[at] ?? low, members: [at] }, gap, low, high);
    for (let last = clusters.at(-1); last; last = clusters.at(-1)) {
      if (next.center - span(next, gap) / 2 - (last.center + span(last, gap) / 2) >= gap) break;
      clusters.pop();
      next = hold(merge(last, next), gap, low, high);
    }
    clusters.push(next);
  }
  const placed: number[] = [];
  for (const cluster of clusters) {
    cluster.members.forEach((member, at) => {
      placed[member] = cluster.center - span(cluster, gap) / 2 + at * gap;
    });
  }
  return placed;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const overlaps = (a: Box, b: Box): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** For each label the first of its candidate places that is free of obstacles and of earlier labels; its first one where none is. */
export function placeLabels(candidates: readonly (readonly Box[])[], obstacles: readonly Box[]): Box[] {
  const taken = [...obstacles];
  return candidates.flatMap((boxes) => {
    const chosen = boxes.find((box) => !taken.some((other) => overlaps(box, other))) ?? boxes[0];
    if (!chosen) return [];
    taken.push(chosen);
    return [chosen];
  });
}
