/** Where results go: the folder of a study, its report, and the numbers as JSON. */
import { join, relative, resolve } from 'node:path';
import { shortHash } from '../core/hash.ts';
import { toJson } from '../core/json.ts';
import { writeWhole } from '../store/files.node.ts';

/** The folder asked for, or one named after the command. It is made once everything else fits, before any work. */
export const outputFolder = (given: string | undefined, command: string, commandLine: string): string =>
  resolve(given ?? join('normlab-out', `${command}-${shortHash(commandLine)}`));

/** A folder as one would type it here. */
export function shortPath(folder: string): string {
  const path = relative('', folder);
  return path.startsWith('..') ? folder : path || '.';
}

/** @returns the file written, or undefined for standard output. */
export function writeJson(target: string, value: unknown): string | undefined {
  const text = `${toJson(value, 2)}\n`;
  if (target === '-') {
    process.stdout.write(text);
    return undefined;
  }
  const file = resolve(target);
  writeWhole(file, text);
  return file;
}

/** The folder that the JSON goes to, so that it can be tried before any work. */
export const jsonFolder = (target: string | undefined): string[] => (target === undefined || target === '-' ? [] : [resolve(target, '..')]);

export function writeReport(folder: string, html: string): string {
  const file = join(folder, 'report.html');
  writeWhole(file, html);
  return file;
}
