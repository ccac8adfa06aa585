/** Generated C for people: each program with what it is fed and how to compile it, and the runtime it needs. */
import type { NamedType, Program } from '../../graph/program.ts';
import { runtimeFiles, type SourceFile } from './build.node.ts';
import { emitProgram } from './c/program.ts';
import { compileFlags, libraries, linking } from './compiler.node.ts';

const runtime = 'runtime';

/** The command that compiles one of the files, in their folder. */
export const compileLine = (name: string): string =>
  ['cc', ...compileFlags, ...linking, `-I${runtime}`, name, `${runtime}/*.c`, '-o', name.replace(/\.c$/, '.so'), ...libraries].join(' ');

/** Files of a folder, the runtime in one below it. */
export function sourcesOf(programs: readonly Program[]): readonly SourceFile[] {
  const taken = new Map<string, number>();
  const own = programs.map((program) => {
    const kind = kindOf(program);
    const count = (taken.get(kind) ?? 0) + 1;
    taken.set(kind, count);
    const name = count === 1 ? `${kind}.c` : `${kind}-${count}.c`;
    return { name, text: `${head(name, program)}${emitProgram(program)}` };
  });
  return [...own, ...runtimeFiles().map(({ name, text }) => ({ name: `${runtime}/${name}`, text }))];
}

/** What a program is for, by what leaves it. A part is one of a model in pieces, or of what is computed before the first step. */
function kindOf({ outputs }: Program): 'step' | 'measured-step' | 'evaluation' | 'part' {
  const names = outputs.map(({ name }) => name);
  if (names.includes('loss') && names.includes('gradient_norm'))
    return names.some((name) => name.startsWith('measure:')) ? 'measured-step' : 'step';
  return names.length === 1 && names[0] === 'loss' ? 'evaluation' : 'part';
}

function head(name: string, { inputs, outputs }: Program): string {
  const types: readonly NamedType[] = [...inputs, ...outputs.map((output) => ({ name: output.name, ...output.tensor }))];
  const lines = types.map(
    (type, i) => `   io[${i}] ${i < inputs.length ? 'in ' : 'out'}  ${type.dtype} [${type.shape.join(', ')}]  ${quiet(type.name)}`,
  );
  return `// ${compileLine(name)}\n/*\n${lines.join('\n')}\n*/\n`;
}

/** Nothing of a name is read as C, whatever characters it has. */
const quiet = (name: string): string => name.replaceAll(/[^\w:/. -]/g, '?');
