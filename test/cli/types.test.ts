/** The built types as a program sees them that checks the types of its libraries too. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

const entry = fileURLToPath(new URL('../../dist/index.js', import.meta.url));

/** What the compiler says of a program that uses the package, skipping no declaration. */
function complaints(program: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'normlab-types-'));
  try {
    const file = join(folder, 'use.mts');
    writeFileSync(file, program);
    const options: ts.CompilerOptions = {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      strict: true,
      skipLibCheck: false,
      noEmit: true,
      types: [],
    };
    return ts.getPreEmitDiagnostics(ts.createProgram([file], options)).map(({ messageText, file: where }) => {
      return `${where?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const using = (body: string): string => `import { compare } from ${JSON.stringify(entry)};\n${body}\n`;

it('has types without an error, its own declarations included, and knows fields and placements by name', () => {
  const found = complaints(
    using(`
export const right = () => compare({ arms: ['pre', '@gpt-2', { id: 'mine', model: { placement: 'post' } }], seeds: 2 });
export const field = () => compare({ arms: ['pre'], seedz: 2 });
export const placement = () => compare({ arms: ['prre'] });`),
  );
  expect(found).toHaveLength(2);
  expect(found[0]).toContain('seedz');
  expect(found[1]).toContain('"prre"');
});
