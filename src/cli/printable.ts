const mostCharacters = 60;

/** Texts that come from files, cut to what a table can hold; without control characters, so that none can steer the terminal. */
export function printable(text: string): string {
  const safe = text.replace(/\p{C}/gu, '\u{fffd}');
  return safe.length > mostCharacters ? `${safe.slice(0, mostCharacters - 1)}…` : safe;
}
