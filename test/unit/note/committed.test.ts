/** The committed notes are what the evidence of today gives, and hold every claim. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { committedFolder, evidenceIn } from '../../../src/claim/folder.node.ts';
import { claims } from '../../../src/claim/index.ts';
import { committedNotes } from '../../../src/note/committed.ts';

const evidence = evidenceIn(committedFolder);
const notes = committedNotes(evidence);

it('is one note for each language', () => expect([...notes.keys()]).toEqual(['note.md', 'note.zh-CN.md']));

describe.each([...notes])('%s', (name, text) => {
  it('is what the evidence of today gives: npm run build && node scripts/note.mjs', () =>
    expect(readFileSync(join(committedFolder, '..', name), 'utf8') === text, 'write the notes anew').toBe(true));

  it('has a figure of every claim that was measured, and the command of every claim', () => {
    for (const { id } of claims.members) {
      expect(text, id).toContain(`\`npx normlab claims ${id} --run\``);
      if (evidence.has(id)) expect(text.split(`](claims/${id}.`).length, id).toBe(3);
    }
  });
});
