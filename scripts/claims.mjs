/**
 * Writes docs/claims anew: takes evidence over from a folder of `normlab claims --run` where one is named, and generates every page and figure.
 *
 *     node scripts/claims.mjs [normlab-out/claims]      (after npm run build)
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { committedFolder, evidenceIn } from '../dist/claim/folder.node.js';
import { claims } from '../dist/claim/index.js';
import { allPages } from '../dist/claim/page/all.js';

const [from] = process.argv.slice(2);
mkdirSync(committedFolder, { recursive: true });
const measured = from === undefined ? undefined : join(resolve(from), 'evidence');
for (const { id } of claims.members) {
  const file = measured && join(measured, `${id}.json`);
  if (file && existsSync(file)) copyFileSync(file, join(committedFolder, `${id}.json`));
}

const pages = allPages(evidenceIn(committedFolder));
for (const [name, text] of pages) writeFileSync(join(committedFolder, name), text);
const kept = new Set([...pages.keys(), ...claims.ids.map((id) => `${id}.json`)]);
for (const name of readdirSync(committedFolder)) if (!kept.has(name)) rmSync(join(committedFolder, name));
console.log(`${pages.size} files in ${committedFolder}`);
