/** The command that repeats what is running, as a shell would read it. */
export function commandLine(argv: readonly string[]): string {
  return ['normlab', ...argv].map(quote).join(' ');
}

const quote = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replace(/'/g, "'\\''")}'`);
