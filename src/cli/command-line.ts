/** The command that repeats what is running, as a shell would read it; passwords in addresses are left out. */
export function commandLine(argv: readonly string[]): string {
  return ['normlab', ...argv].map(masked).map(quote).join(' ');
}

const masked = (word: string): string => word.replace(/(:\/\/[^/@\s:]*:)[^/@\s]+@/, '$1***@');

const quote = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replace(/'/g, "'\\''")}'`);

/** A flag and its value, as {@link commandLine} writes them. */
const written = (flag: string): RegExp => new RegExp(` ${flag}[ =]('(?:[^']|'\\\\'')*'|\\S+)`, 'g');

export const flagIn = (line: string, flag: string): string | undefined => written(flag).exec(line)?.[1];

/** The same command with the flag set to this; as it was without a value. */
export const withFlag = (line: string, flag: string, value: string | undefined): string =>
  value === undefined ? line : `${line.replace(written(flag), '')} ${flag} ${/^'/.test(value) ? value : quote(value)}`;
