/** Files as tasks read them: unpacked, without byte order mark, and refused in one sentence when they are no good. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { hash } from '../../../src/core/hash.ts';
import { builtInBook, loadFile } from '../../../src/task/data/files.node.ts';
import { filesHash } from '../../../src/task/data/files-hash.ts';
import { textFile, textOf } from '../../../src/task/data/text-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'normlab-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, data: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, data);
  return path;
}

describe('a file', () => {
  it('is read as it is, packed or not, with its mark taken off', () => {
    const text = 'naïve 你好 😀\n';
    const paths = [written('plain', text), written('marked', `\ufeff${text}`), written('packed.gz', gzipSync(text))];
    for (const path of paths) expect(textOf(loadFile(path))).toBe(text);
    expect(new Set(paths.map((path) => filesHash([loadFile(path)]))).size).toBe(1);
  });

  it.each([
    ['empty', '', /is empty/],
    ['packed nothing', gzipSync(''), /is empty/],
    ['broken gzip', gzipSync('some text that is long enough').slice(0, 20), /cannot be unpacked/],
    ['two bytes of gzip', Uint8Array.of(0x1f, 0x8b), /cannot be unpacked/],
  ])('%s is refused', (name, data, sentence) => {
    const path = written(name, data);
    expect(() => loadFile(path)).toThrow(UserError);
    expect(() => loadFile(path)).toThrow(sentence);
  });

  it('is refused when it unpacks to more than can be read', () => {
    const path = written('bomb.gz', gzipSync(Buffer.alloc(200_000_001)));
    expect(() => loadFile(path)).toThrow(/unpacks to more than 200000000 bytes/);
  });

  it('is refused where it is not, or is a folder', () => {
    expect(() => loadFile(join(folder, 'nope'))).toThrow(/no such file/);
    expect(() => loadFile(folder)).toThrow(/it is a folder/);
  });
});

describe('a text', () => {
  it.each([
    ['a zero byte', [97, 0, 98], /holds binary data/],
    ['Latin-1', [0x63, 0x61, 0x66, 0xe9], /is not UTF-8/],
    ['half a character', [0x61, 0xe4, 0xbd], /is not UTF-8/],
  ])('with %s is refused', (_name, bytes, sentence) => {
    expect(() => textOf({ name: 'x', bytes: Uint8Array.from(bytes) })).toThrow(sentence);
  });

  it('the book is one', () => {
    expect(textOf(builtInBook()).length).toBeGreaterThan(1_000_000);
  });
});

describe('the hash', () => {
  const [a, b] = [textFile('a', 'one'), textFile('b', 'two')];

  it('goes by content and order, not by name nor by where one file ends and the next begins', () => {
    expect(filesHash([a])).toBe(hash('one'));
    expect(filesHash([{ ...a, name: 'elsewhere' }])).toBe(filesHash([a]));
    const all = [[a, b], [b, a], [textFile('c', 'onetwo')], [textFile('c', 'on'), textFile('d', 'etwo')], [a], [a, b, b]];
    expect(new Set(all.map(filesHash)).size).toBe(all.length);
  });
});
