/** Weights that share the loss equally among the counted answers. */
export function equalWeights(counted: (flat: number) => boolean, length: number): Float32Array {
  const flags = Float32Array.from({ length }, (_, flat) => (counted(flat) ? 1 : 0));
  const total = flags.reduce((a, b) => a + b, 0);
  return flags.map((flag) => flag / total);
}
