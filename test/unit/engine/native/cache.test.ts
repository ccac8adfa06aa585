/** What is kept lies where nobody else can write, is whole or made again, and does not grow without end. */
import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cacheFolder, clean, keep, keyOf } from '../../../../src/engine/native/cache.node.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'normlab-test-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const mode = (path: string): number => lstatSync(path).mode & 0o777;
const elsewhere = (path: string, why: string) => ({ path: expect.stringContaining(tmpdir()), instead: { path, why } });

describe('the folder', () => {
  it('is the one that XDG names, for the user alone', () => {
    const path = join(folder, 'normlab', 'native');
    expect(cacheFolder({ XDG_CACHE_HOME: folder, HOME: '/nowhere' })).toEqual({ path });
    expect([mode(path), mode(join(folder, 'normlab'))]).toEqual([0o700, 0o700]);
    // Found again as it was left.
    expect(cacheFolder({ XDG_CACHE_HOME: folder })).toEqual({ path });
  });

  it('is below the home folder where XDG names none, or one that depends on where one stands', () => {
    const below = process.platform === 'darwin' ? 'Library/Caches' : '.cache';
    for (const XDG_CACHE_HOME of [undefined, '', 'relative'])
      expect(cacheFolder({ HOME: folder, XDG_CACHE_HOME })).toEqual({ path: join(folder, below, 'normlab', 'native') });
    expect(homedir()).not.toBe(folder);
  });

  it.each([0o720, 0o702, 0o777])('is not used where others may write: mode %o', (bits) => {
    for (const open of [join(folder, 'normlab'), join(folder, 'normlab', 'native')]) {
      const { path } = cacheFolder({ XDG_CACHE_HOME: folder });
      chmodSync(open, bits);
      expect(cacheFolder({ XDG_CACHE_HOME: folder })).toEqual(elsewhere(path, 'open'));
      chmodSync(open, 0o700);
    }
  });

  it('is not used where everybody may rename it, but is below a sticky folder', () => {
    chmodSync(folder, 0o777);
    const path = join(folder, 'normlab', 'native');
    expect(cacheFolder({ XDG_CACHE_HOME: folder })).toEqual(elsewhere(path, 'open'));
    chmodSync(folder, 0o1777);
    expect(cacheFolder({ XDG_CACHE_HOME: folder })).toEqual({ path });
  });

  it('is not used where it is a link, or another owns it', () => {
    const { path } = cacheFolder({ XDG_CACHE_HOME: folder });
    rmSync(path, { recursive: true });
    mkdirSync(join(folder, 'other'), { mode: 0o700 });
    symlinkSync(join(folder, 'other'), path);
    expect(cacheFolder({ XDG_CACHE_HOME: folder })).toEqual(elsewhere(path, 'foreign'));
    rmSync(path);
    mkdirSync(path, { mode: 0o700 });
    const own = statSync(path).uid;
    vi.spyOn(process, 'getuid').mockReturnValue(own + 1);
    const found = cacheFolder({ XDG_CACHE_HOME: folder });
    expect(found.instead).toEqual({ path, why: 'foreign' });
    // That of this stranger: made by us, so neither is it his.
    expect(found.path).toMatch(/normlab-native-/);
    rmSync(join(tmpdir(), `normlab-${own + 1}`), { recursive: true });
  });

  it('is elsewhere where there can be none', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    for (const home of [file, '/proc/none', '/dev/null'])
      expect(cacheFolder({ XDG_CACHE_HOME: home })).toEqual(elsewhere(join(home, 'normlab', 'native'), 'unwritable'));
    const { path } = cacheFolder({ XDG_CACHE_HOME: file });
    expect([mode(path), statSync(path).uid]).toEqual([0o700, process.getuid?.()]);
  });
});

const write = (content: string, count?: { made: number }) => async (file: string) => {
  if (count) count.made++;
  writeFileSync(file, content);
  writeFileSync(`${file}.leftover`, 'of the work');
};

describe('an entry', () => {
  it('is made once, and again when it or its hash is damaged or missing', async () => {
    const count = { made: 0 };
    const get = () => keep(folder, 'key', write('code', count));
    const path = await get();
    expect([await get(), count.made]).toEqual([path, 1]);
    const damages = [
      () => writeFileSync(path, 'c0de'),
      () => writeFileSync(path, ''),
      () => rmSync(path),
      () => writeFileSync(join(folder, 'key', 'sha256'), 'f00'),
      () => rmSync(join(folder, 'key', 'sha256')),
      () => rmSync(join(folder, 'key'), { recursive: true }),
      () => chmodSync(path, 0o666),
    ];
    for (const [i, damage] of damages.entries()) {
      damage();
      expect([await get(), readFileSync(path, 'utf8'), count.made]).toEqual([path, 'code', i + 2]);
    }
    expect(readdirSync(folder)).toEqual(['key']);
    expect(readdirSync(join(folder, 'key')).sort()).toEqual(['code', 'sha256']);
  });

  it('is not there when making it failed', async () => {
    const failing = async (file: string) => {
      writeFileSync(file, 'half');
      throw new Error('no room');
    };
    await expect(keep(folder, 'key', failing)).rejects.toThrow('no room');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is for the user alone, and found again, whatever the umask', async () => {
    const before = process.umask(0o002);
    try {
      const count = { made: 0 };
      const path = await keep(folder, 'key', write('code', count));
      await keep(folder, 'key', write('code', count));
      expect([count.made, mode(path), mode(join(folder, 'key'))]).toEqual([1, 0o700, 0o700]);
    } finally {
      process.umask(before);
    }
  });

  it('says so where the folder takes no files', async () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' });
    await expect(keep(folder, 'key', () => Promise.reject(full))).rejects.toMatchObject({
      obstacle: 'store',
      message: expect.stringContaining('no space left on device'),
    });
    await expect(keep(join(folder, 'gone'), 'key', write('code'))).rejects.toMatchObject({ obstacle: 'store' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is made by one while others wait', async () => {
    const count = { made: 0 };
    const slow = async (file: string) => {
      await new Promise((resolve) => setTimeout(resolve, 80));
      await write('code', count)(file);
    };
    const paths = await Promise.all(Array.from({ length: 6 }, () => keep(folder, 'key', slow)));
    expect([new Set(paths).size, count.made]).toEqual([1, 1]);
  });

  it('does not wait for one that was killed', async () => {
    const dead = spawn('true');
    await new Promise((resolve) => dead.once('exit', resolve));
    writeFileSync(join(folder, 'key.lock'), String(dead.pid));
    const began = performance.now();
    await keep(folder, 'key', write('code'));
    expect(performance.now() - began).toBeLessThan(5000);
    expect(readdirSync(folder)).toEqual(['key']);
  });

  it('stands when another process put one meanwhile', async () => {
    const path = await keep(folder, 'key', async (file) => {
      mkdirSync(join(folder, 'key'));
      writeFileSync(join(folder, 'key', 'code'), 'half of another');
      await write('code')(file);
    });
    expect(readFileSync(path, 'utf8')).toBe('code');
  });
});

it('names by all that is told, and by where one part ends', () => {
  expect(keyOf('ab', 'c')).not.toBe(keyOf('a', 'bc'));
  expect(keyOf('ab', 'c')).toBe(keyOf('ab', 'c'));
});

describe('cleaning', () => {
  const entry = (name: string, bytes: number, used: number) => {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'code'), Buffer.alloc(bytes));
    utimesSync(join(folder, name), used / 1000, used / 1000);
  };
  const now = Date.now();
  const limits = { ageMs: 1000_000, bytes: 250, freshMs: 10_000 };

  it('removes what was long unused, then the oldest while there is too much, and leftovers', () => {
    entry('ancient', 1, now - 1001_000);
    entry('old', 100, now - 900_000);
    entry('newer', 100, now - 800_000);
    entry('new', 100, now - 700_000);
    entry('key.1-ab.tmp', 1, now - 20_000);
    entry('key.2-cd.tmp', 1, now - 5_000);
    clean(folder, limits, now);
    expect(readdirSync(folder).sort()).toEqual(['key.2-cd.tmp', 'new', 'newer']);
  });

  it('leaves what was just used, whatever its size', () => {
    entry('a', 1000, now - 1000);
    entry('b', 1000, now - 2000);
    clean(folder, limits, now);
    expect(readdirSync(folder).sort()).toEqual(['a', 'b']);
  });

  it('comes after each new entry; a use makes an entry young again', async () => {
    await keep(folder, 'used', write('code'));
    const long = now / 1000 - 60 * 24 * 3600;
    for (const name of ['used', 'unused']) {
      if (name === 'unused') entry(name, 1, now);
      utimesSync(join(folder, name), long, long);
    }
    await keep(folder, 'used', write('code'));
    await keep(folder, 'another', write('code'));
    expect(['used', 'unused', 'another'].map((name) => existsSync(join(folder, name)))).toEqual([true, false, true]);
  });
});
