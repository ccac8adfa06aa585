/** Columns that lines may fill; 100 where nobody says, as in a file. */
export function terminalWidth(): number {
  const asked = process.stdout.columns ?? Number(process.env.COLUMNS);
  return Number.isInteger(asked) && asked > 0 ? Math.max(20, asked) : 100;
}
