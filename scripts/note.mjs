/**
 * Writes docs/note.md and docs/note.zh-CN.md anew from the evidence in docs/claims.
 *
 *     node scripts/note.mjs      (after npm run build and node scripts/claims.mjs)
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { committedFolder, evidenceIn } from '../dist/claim/folder.node.js';
import { committedNotes } from '../dist/note/committed.js';

const notes = committedNotes(evidenceIn(committedFolder));
for (const [name, text] of notes) writeFileSync(join(committedFolder, '..', name), text);
console.log([...notes.keys()].join(', '));
