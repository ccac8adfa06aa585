/** A constant as people quote it: six digits behind the point, round numbers as they are. */
export function constantText(value: number): string {
  const isRound = Number(value.toPrecision(4)) === value;
  return isRound || Math.abs(value) < 1e-3 ? String(Number(value.toPrecision(6))) : value.toFixed(6);
}
