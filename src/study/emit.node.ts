/** The C of a run's programs, without training it. */
import { join, resolve } from 'node:path';
import { dryEngine } from '../engine/native/dry.ts';
import { compileLine, sourcesOf } from '../engine/native/sources.node.ts';
import type { Program } from '../graph/program.ts';
import { writeWhole } from '../store/files.node.ts';
import { Compiler } from '../train/compiler.ts';
import { train } from '../train/session.ts';
import { readRun } from './train.node.ts';

/** As many as it takes to measure, not to measure, and to end. */
const steps = 3;

/**
 * Writes the C that the native engine makes of a spec, with the runtime it includes.
 * @returns the programs' files, and the command that compiles each of them in the folder.
 * @throws UserError when the spec does not fit or the folder cannot be written.
 */
export async function emitSources(
  spec: unknown,
  folder: string,
): Promise<{ readonly files: readonly string[]; readonly compile: readonly string[] }> {
  const { run, task } = readRun(spec);
  const programs: Program[] = [];
  const options = { compiler: new Compiler(dryEngine(programs)), task };
  for await (const _ of train({ ...run, steps }, options));
  const sources = sourcesOf(programs);
  for (const { name, text } of sources) writeWhole(join(resolve(folder), name), text);
  const files = sources.map(({ name }) => name).filter((name) => !name.includes('/'));
  return { files, compile: files.map(compileLine) };
}
