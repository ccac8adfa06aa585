/** The commands that the pages tell a person to give. */
import { readdirSync, readFileSync } from 'node:fs';

export const root = new URL('../../', import.meta.url);

export interface Page {
  readonly file: string;
  readonly language: 'en' | 'zh';
  readonly commands: readonly string[];
}

const commandsOf = (text: string): string[] =>
  [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)]
    .flatMap(([, block = '']) => block.split('\n'))
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => line !== '');

/** Pages that begin with a change of the sources; `test/unit/docs` makes it and goes on from there. */
const changesSources = /\/add-a-/;

/** Every page of the READMEs, the guide and the reference that has commands, in both languages. */
export const pages: readonly Page[] = ['README.md', 'README.zh-CN.md', 'SECURITY.md', ...below('docs/guide'), ...below('docs/reference')]
  .map((file) => ({
    file,
    language: file.endsWith('.zh-CN.md') ? ('zh' as const) : ('en' as const),
    commands: commandsOf(readFileSync(new URL(file, root), 'utf8')),
  }))
  .filter(({ file, commands }) => commands.length > 0 && !changesSources.test(file));

function below(folder: string): string[] {
  return readdirSync(new URL(`${folder}/`, root))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `${folder}/${file}`);
}
