/** Columns that lines may fill; 100 where nobody says, as in a file. */
export function terminalWidth(): number {
  const asked = process.stdout.columns ?? Number(process.env.COLUMNS);
  return Number.isInteger(asked) && asked > 0 ? Math.max(20, asked) : 100;
}

/** Columns that a table may fill: those of the terminal, 80 where it does not say; as many as it needs where nobody watches. */
export function tableWidth(): number {
  const asked = Number(process.env.COLUMNS);
  if (process.stdout.isTTY) return process.stdout.columns || 80;
  return Number.isInteger(asked) && asked > 0 ? asked : Number.POSITIVE_INFINITY;
}
