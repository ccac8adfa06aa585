/** Files that are whole or not there, and errors that say what is in the way. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FailureError, UserError } from '../../../src/core/errors.ts';
import { openFolder, writeError, writeWhole } from '../../../src/store/files.node.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'normlab-files-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const refusal = (work: () => void): UserError => {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return error as UserError;
  }
  throw new Error('this was written');
};

describe('writeWhole', () => {
  it('writes text and bytes, into folders that are not there yet', () => {
    writeWhole(join(folder, 'a/b/text.txt'), 'späße 规范\n');
    writeWhole(join(folder, 'a/bytes'), Uint8Array.of(0, 255, 10));
    expect(readFileSync(join(folder, 'a/b/text.txt'), 'utf8')).toBe('späße 规范\n');
    expect([...readFileSync(join(folder, 'a/bytes'))]).toEqual([0, 255, 10]);
  });

  it('writes over what was there, and leaves nothing beside it', () => {
    writeWhole(join(folder, 'file'), 'a long first content');
    writeWhole(join(folder, 'file'), 'short');
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('short');
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('a large file is whole', () => {
    const content = 'x'.repeat(5_000_000);
    writeWhole(join(folder, 'large'), content);
    expect(readFileSync(join(folder, 'large'), 'utf8').length).toBe(content.length);
  });

  it('where a folder has the name, nothing is changed and nothing is left', () => {
    mkdirSync(join(folder, 'taken'));
    writeFileSync(join(folder, 'taken/inside'), 'old');
    const error = refusal(() => writeWhole(join(folder, 'taken'), 'new'));
    expect(error.message).toContain(join(folder, 'taken'));
    expect(error).toMatchObject({ exitCode: 2, key: 'error.unwritable' });
    expect(readdirSync(folder)).toEqual(['taken']);
    expect(readFileSync(join(folder, 'taken/inside'), 'utf8')).toBe('old');
  });

  it('a write that fails half-way keeps the old content', () => {
    writeWhole(join(folder, 'file'), 'old');
    const broken = { length: 10 } as unknown as Uint8Array;
    expect(() => writeWhole(join(folder, 'file'), broken)).toThrow();
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['file']);
  });
});

describe('openFolder', () => {
  it('makes the folder and leaves no trace in it', () => {
    openFolder(join(folder, 'new/deep'));
    expect(readdirSync(join(folder, 'new/deep'))).toEqual([]);
  });
  it('leaves what is in it alone', () => {
    writeFileSync(join(folder, 'mine'), 'x');
    openFolder(folder);
    expect(readdirSync(folder)).toEqual(['mine']);
  });
});

describe('errors', () => {
  const withCode = (code: string) => Object.assign(new Error('x'), { code });
  it.each(['ENOSPC', 'EDQUOT'])('%s is a full disk: a failure, exit code 1', (code) => {
    expect(writeError('/p', withCode(code))).toBeInstanceOf(FailureError);
    expect(writeError('/p', withCode(code)).message).toContain('full');
  });
  it.each(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EISDIR', 'EEXIST'])('%s is a place one may not write to: exit code 2', (code) => {
    expect(writeError('/p', withCode(code))).toMatchObject({ exitCode: 2, key: 'error.unwritable' });
    expect(writeError('/p', withCode(code)).message).not.toContain(code);
  });
  it('anything else says what it was', () => {
    expect(writeError('/p', withCode('EMFILE')).message).toContain('EMFILE');
    expect(writeError('/p', 'odd').message).toContain('odd');
  });
  it('one that already speaks to people passes', () => {
    const known = new UserError('error.noText');
    expect(writeError('/p', known)).toBe(known);
  });
});
