/** Runs and studies of one folder, and what has changed about them since any moment. Requests name things by ids that are looked up here. */
import { relative, sep } from 'node:path';
import { shortHash } from '../../core/hash.ts';
import { type RunEntry, runEntry } from './run-entry.node.ts';
import { shown } from './shown.ts';
import { type StudyEntry, studyEntry } from './study-entry.node.ts';
import { type Found, Tree } from './tree.node.ts';
import type { Change, Listing } from './wire.ts';

interface Versioned<T> {
  readonly entry: T;
  /** When it last changed, and when it was first there, in the index's own count. */
  readonly version: number;
  readonly since: number;
}

/** What is gone is remembered this long, in number; who has not heard for longer starts over. */
const mostGone = 10_000;

export class FolderIndex {
  /** Counts up with every change. */
  version = 0;
  private runs = new Map<string, Versioned<RunEntry>>();
  private studies = new Map<string, Versioned<StudyEntry>>();
  private gone = new Map<string, number>();
  /** Changes up to this one may be forgotten. */
  private forgotten = 0;
  private readonly tree: Tree;
  /** Hashes by what they are of: made once, asked for at every look. */
  private readonly ids = new Map<string, string>();

  constructor(readonly root: string) {
    this.tree = new Tree(root);
  }

  get cut(): boolean {
    return this.tree.cut;
  }

  run = (id: string): RunEntry | undefined => this.runs.get(id)?.entry;
  study = (id: string): StudyEntry | undefined => this.studies.get(id)?.entry;
  runsOf = (study: string): RunEntry[] => [...this.runs.values()].map(({ entry }) => entry).filter(({ row }) => row.study === study);

  /** The id that a study has or will have that lies there. */
  studyId = (path: string): string => this.idOf('study', path);

  /** Looks again. @returns whether something has changed. */
  refresh(): boolean {
    const found = this.tree.find(['run.json', 'events.jsonl', 'study.json']);
    const next = this.version + 1;
    const places = new Map(found.filter(({ files }) => files.has('study.json')).map(({ path }) => [path, this.studyId(path)]));
    const studies = this.renew('study', this.studies, next, found.filter(isStudy), (one, before) =>
      studyEntry(one, { id: this.studyId(one.path), folder: this.named(one.path) }, before),
    );
    const runs = this.renew('run', this.runs, next, found.filter(isRun), (one, before) =>
      runEntry(one, { id: this.idOf('run', one.path), folder: this.named(one.path), study: studyOf(one.path, places) }, before),
    );
    const lost = [...this.runs, ...this.studies].map(([id]) => id).filter((id) => !runs.has(id) && !studies.has(id));
    for (const id of lost) this.gone.set(id, next);
    for (const id of [...runs.keys(), ...studies.keys()]) this.gone.delete(id);
    this.forget();
    const changed = lost.length > 0 || [...runs.values(), ...studies.values()].some(({ version }) => version === next);
    this.runs = runs;
    this.studies = studies;
    if (changed) this.version = next;
    return changed;
  }

  listing(): Pick<Listing, 'runs' | 'fields' | 'studies' | 'cut'> {
    const runs = [...this.runs.values()].map(({ entry }) => entry);
    return {
      runs: runs.map(({ row }) => row),
      fields: columns(runs),
      studies: [...this.studies.values()].map(({ entry }) => entry.row),
      cut: this.cut,
    };
  }

  /** What has changed after a version; undefined when that is too long ago to tell. */
  since(version: number): Omit<Change, 'jobs'> | undefined {
    if (version < this.forgotten || version > this.version) return undefined;
    return {
      runs: [...this.runs.values()]
        .filter((one) => one.version > version)
        .map(({ entry, since }) => (since > version ? { ...entry.row, fields: entry.fields } : entry.row)),
      studies: [...this.studies.values()].filter((one) => one.version > version).map(({ entry }) => entry.row),
      gone: [...this.gone].filter(([, at]) => at > version).map(([id]) => id),
    };
  }

  /** One folder may hold a run and a study. */
  private idOf(kind: 'run' | 'study', path: string): string {
    const key = `${kind}/${path}`;
    const known = this.ids.get(key) ?? shortHash(`${kind}/${relative(this.root, path)}`);
    this.ids.set(key, known);
    return known;
  }

  private renew<T extends { readonly seal: string }>(
    kind: 'run' | 'study',
    known: ReadonlyMap<string, Versioned<T>>,
    next: number,
    found: readonly Found[],
    make: (one: Found, before: T | undefined) => T,
  ): Map<string, Versioned<T>> {
    return new Map(
      found.map((one) => {
        const id = this.idOf(kind, one.path);
        const before = known.get(id);
        const entry = make(one, before?.entry);
        if (before && entry === before.entry) return [id, before];
        // Another run.json may hold another spec: its fields are told again.
        return [id, { entry, version: next, since: before?.entry.seal === entry.seal ? before.since : next }];
      }),
    );
  }

  private named(path: string): string {
    return shown(relative(this.root, path).split(sep).join('/') || '.');
  }

  private forget(): void {
    for (const [id, at] of this.gone) {
      if (this.gone.size <= mostGone) return;
      this.gone.delete(id);
      this.forgotten = at;
    }
  }
}

const isRun = ({ files }: Found): boolean => files.has('run.json') || files.has('events.jsonl');
const isStudy = ({ files }: Found): boolean => files.has('study.json');

/** The nearest folder above that holds a study. */
function studyOf(path: string, studies: ReadonlyMap<string, string>): string | null {
  for (let at = path.lastIndexOf(sep); at > 0; at = path.lastIndexOf(sep, at - 1)) {
    const study = studies.get(path.slice(0, at));
    if (study !== undefined) return study;
  }
  return null;
}

/** Every value once: a thousand specs have nearly everything in common. */
function columns(runs: readonly RunEntry[]): Listing['fields'] {
  const paths = new Set(runs.flatMap(({ fields }) => Object.keys(fields)));
  return [...paths].map((path) => {
    const values: string[] = [];
    const places = new Map<string, number>();
    const of = runs.map(({ fields }) => {
      const value = Object.hasOwn(fields, path) ? fields[path] : undefined;
      if (value === undefined) return -1;
      const known = places.get(value) ?? values.push(value) - 1;
      places.set(value, known);
      return known;
    });
    return { path, values, of: of.every((place) => place === 0) ? null : of };
  });
}
