/** Every relative link of the documentation leads to a file that exists, and every anchor to a heading. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));

const pages = [
  ...readdirSync(root).filter((file) => file.endsWith('.md')),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
];

const fenced = /^```.*?^```/gms;
const prose = (file: string): string => readFileSync(file, 'utf8').replaceAll(fenced, '');

/** Targets of links, of pictures, and of src and href in HTML. */
const targets = (text: string): string[] =>
  [...text.matchAll(/\]\(<?([^)\s>]+)>?(?: "[^"]*")?\)|(?:src|href)="([^"]+)"/g)].map(([, link, html]) => (link ?? html) as string);

/** Heading anchors as GitHub makes them. */
function anchors(text: string): Set<string> {
  const seen = new Map<string, number>();
  const headings = [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) => slug(heading as string));
  const numbered = headings.map((anchor) => {
    const times = seen.get(anchor) ?? 0;
    seen.set(anchor, times + 1);
    return times === 0 ? anchor : `${anchor}-${times}`;
  });
  return new Set(numbered);
}

const slug = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
    .replaceAll(' ', '-');

describe.each(pages)('%s', (page) => {
  const file = join(root, page);
  const text = prose(file);
  const local = targets(text).filter((target) => !/^[a-z]+:/.test(target));

  it('links to files that exist, inside the project', () => {
    const paths = local.map((target) => decodeURIComponent(target.split('#')[0] as string)).filter((path) => path !== '');
    const found = (path: string) => join(dirname(file), path);
    expect(paths.filter((path) => relative(root, found(path)).startsWith('..') || !existsSync(found(path)))).toEqual([]);
  });

  it('links to headings that exist', () => {
    for (const target of local) {
      const [path, anchor] = target.split('#') as [string, string?];
      if (anchor === undefined) continue;
      const found = path === '' ? file : join(dirname(file), decodeURIComponent(path));
      expect(statSync(found).isFile(), target).toBe(true);
      expect([...anchors(prose(found))], target).toContain(decodeURIComponent(anchor));
    }
  });

  it('names files of the project that exist', () => {
    const named = [...text.matchAll(/`((?:src|test|docs|examples|specs|scripts|bench)\/[\w./-]*[\w/])`/g)].map(
      ([, path]) => path as string,
    );
    // A guide names the file that its reader is about to make.
    const made = new Set([...text.matchAll(/^(?:Make|新建) `([^`]+)`/gm)].map(([, path]) => path));
    expect(named.filter((path) => !made.has(path) && !existsSync(join(root, path)))).toEqual([]);
  });
});
