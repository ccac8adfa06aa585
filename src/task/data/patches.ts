/** The pixels of a square image patch by patch: patches in rows from the top, so too the pixels of each. */
export function patched(pixels: ArrayLike<number>, side: number, patch: number): number[] {
  const across = side / patch;
  return Array.from({ length: side * side }, (_, i) => {
    const [which, inside] = [Math.floor(i / (patch * patch)), i % (patch * patch)];
    const y = Math.floor(which / across) * patch + Math.floor(inside / patch);
    const x = (which % across) * patch + (inside % patch);
    return pixels[y * side + x] as number;
  });
}
