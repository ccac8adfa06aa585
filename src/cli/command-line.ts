/** The command that repeats what is running, as a shell would read it; passwords in addresses are left out. */
export function commandLine(argv: readonly string[]): string {
  return ['normlab', ...argv].map(masked).map(quote).join(' ');
}

const masked = (word: string): string => word.replace(/(:\/\/[^/@\s:]*:)[^/@\s]+@/, '$1***@');

const quote = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replace(/'/g, "'\\''")}'`);
