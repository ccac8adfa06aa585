/** Where runs and studies lie below a folder. What has not changed since it was last seen is not read again. */
import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { limits } from './limits.ts';

export interface Found {
  readonly path: string;
  /** Names of its regular files. */
  readonly files: ReadonlySet<string>;
}

interface Seen {
  readonly changed: number;
  readonly at: number;
  readonly files: ReadonlySet<string>;
  readonly folders: readonly string[];
}

/** Folders in which neither lies. */
const skipped: ReadonlySet<string> = new Set(['checkpoints', 'node_modules']);

/** A folder changed this recently may change again without its time telling, milliseconds. */
const grain = 2000;

export class Tree {
  /** More folders than are looked into. */
  cut = false;
  private seen = new Map<string, Seen>();

  constructor(private readonly root: string) {}

  /** Every folder that holds one of the names. */
  find(names: readonly string[]): Found[] {
    const found: Found[] = [];
    const seen = new Map<string, Seen>();
    const visit = (path: string, depth: number): void => {
      if (seen.size === limits.folders) {
        this.cut = true;
        return;
      }
      const folder = this.look(path);
      if (!folder) return;
      seen.set(path, folder);
      if (names.some((name) => folder.files.has(name))) found.push({ path, files: folder.files });
      if (depth < limits.depth) for (const name of folder.folders) visit(join(path, name), depth + 1);
    };
    this.cut = false;
    visit(this.root, 0);
    this.seen = seen;
    return found;
  }

  private look(path: string): Seen | undefined {
    try {
      const { mtimeMs } = lstatSync(path);
      const before = this.seen.get(path);
      if (before && before.changed === mtimeMs && before.at - mtimeMs > grain) return before;
      const at = Date.now();
      const entries = readdirSync(path, { withFileTypes: true });
      // Neither links nor pipes are among them: they could lead anywhere, or nowhere for ever.
      return {
        changed: mtimeMs,
        at,
        files: new Set(names(entries, 'isFile')),
        folders: names(entries, 'isDirectory').filter(wanted).sort(),
      };
    } catch {
      return undefined;
    }
  }
}

const names = (entries: readonly Dirent[], kind: 'isFile' | 'isDirectory'): string[] =>
  entries.filter((entry) => entry[kind]()).map(({ name }) => name);

const wanted = (name: string): boolean => !skipped.has(name) && !name.startsWith('.');
