/** Texts in other encodings and with characters that are hardly meant: named, with the command that mends them. */
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { encodingOf } from '../../../src/task/data/encoding.ts';
import { textFile, textOf } from '../../../src/task/data/text-file.ts';
import { text } from '../../../src/task/text.ts';

const chinese = '北冥有鱼，其名为鲲。鲲之大，不知其几千里也；化而为鸟，其名为鹏。今天天气很好，我们去公园走走。\n';
const mixed = `第一章 The beginning\n${chinese}`;
const french = 'Le café est près du théâtre; où êtes-vous né? Garçon, ça coûte très cher.\n';
const german = 'Über allen Gipfeln ist Ruh, in allen Wipfeln spürest du kaum einen Hauch.\n';
const english = 'The quick brown fox jumps over the lazy dog.\n';

/** By the system's own converter. */
const inEncoding = (words: string, encoding: string): Uint8Array =>
  new Uint8Array(execFileSync('iconv', ['-f', 'UTF-8', '-t', encoding], { input: words.repeat(20) }));

describe('encodings', () => {
  it.each([
    ['GBK', chinese],
    ['GBK', mixed],
    ['GB18030', chinese],
    ['UTF-16LE', chinese],
    ['UTF-16LE', english],
    ['UTF-16BE', mixed],
    ['UTF-16BE', french],
    ['UTF-16BE', english],
    ['UTF-16', german],
    ['ISO-8859-1', french],
    ['ISO-8859-1', german],
    ['WINDOWS-1252', `${french}“quoted” – and more…\n`],
  ])('%s: %j', (encoding, words) => {
    const bytes = inEncoding(words, encoding);
    const found = encodingOf(bytes) ?? '';
    expect(found).toBe(encoding === 'GB18030' ? 'GBK' : encoding === 'UTF-16' ? 'UTF-16LE' : encoding);
    const file = { name: 'old text.txt', bytes };
    expect(() => textOf(file)).toThrow(
      `it looks like ${found}. Convert it with: iconv -f ${found} -t UTF-8 'old text.txt' > 'old text.utf8.txt'`,
    );
    // The command does what it says.
    const mended = execFileSync('iconv', ['-f', found, '-t', 'UTF-8'], { input: bytes }).toString();
    expect(mended.replace(/^\ufeff/, '')).toBe(words.repeat(20));
  });

  it('of nothing that is text are not guessed', () => {
    const noise = Uint8Array.from({ length: 5000 }, (_, i) => (i * i * 2654435761 + i * 40503) >>> 13);
    expect(encodingOf(noise)).toBeUndefined();
    expect(() => textOf({ name: 'x.bin', bytes: noise })).toThrow(/x\.bin holds binary data/);
    expect(() => textOf({ name: 'x.bin', bytes: noise.filter((byte) => byte !== 0) })).toThrow(/its encoding cannot be determined/);
    expect(() => textOf({ name: 'koi.txt', bytes: inEncoding('Мой дядя самых честных правил\n', 'KOI8-R') })).toThrow(/not UTF-8/);
  });

  it('NUL is named, with its line', () => {
    expect(() => textOf(textFile('padded.txt', `${french.repeat(20)}a\0b\n`))).toThrow(/U\+0000\), the first in line 21/);
    expect(() => textOf(textFile('padded.txt', `${english}${english}a\0b\n`))).toThrow(
      /padded\.txt holds binary data, or a text with NUL characters \(U\+0000\), the first in line 3.*tr -d '\\000' < padded\.txt > padded\.utf8\.txt/,
    );
  });
});

describe('notes', () => {
  const notesOf = (words: string, vocabCap = 4096) => text.create({ id: 'text', vocabCap }, 8, [textFile('a', words)]).notes;

  it('name escape codes and other control characters, beside the verdict', () => {
    const coloured = `\u001b[31mred\u001b[0m and\u0008 \u0085plain\t\r\n`.repeat(2000);
    const note = notesOf(coloured).find(({ key }) => key === 'note.controls');
    expect(note).toEqual({ key: 'note.controls', values: { list: 'U+0008 (BS), U+001B (ESC), U+0085' }, warns: true });
    expect(notesOf(`${english}\t\r\n\f`.repeat(600)).map(({ key }) => key)).toEqual(['note.textLength']);
  });

  it('say rare characters beside the verdict', () => {
    expect(notesOf(english.repeat(600), 10).find(({ key }) => key === 'note.vocabCapped')?.warns).toBe(true);
  });
});
