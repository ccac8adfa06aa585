/** Where results go: the folder of a study, its report, and the numbers as JSON. */
import { join, resolve } from 'node:path';
import { shortHash } from '../core/hash.ts';
import { toJson } from '../core/json.ts';
import { openFolder, writeWhole } from '../store/files.node.ts';

/** The folder asked for, or one named after the command. Made and tried before any work. @throws UserError when it cannot be written. */
export function outputFolder(given: string | undefined, command: string, commandLine: string): string {
  const folder = resolve(given ?? join('normlab-out', `${command}-${shortHash(commandLine)}`));
  openFolder(folder);
  return folder;
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

/** Tries a place for JSON before any work. */
export function checkJson(target: string | undefined): void {
  if (target !== undefined && target !== '-') openFolder(resolve(target, '..'));
}

export function writeReport(folder: string, html: string): string {
  const file = join(folder, 'report.html');
  writeWhole(file, html);
  return file;
}
