/** Which encoding bytes that are not UTF-8 look like, by the marks and habits of each. */

/** A name that iconv knows too; undefined for bytes that look like no text. */
export function encodingOf(bytes: Uint8Array): string | undefined {
  const sample = bytes.subarray(0, 1 << 16);
  return guesses.find(({ fits }) => fits(sample))?.name;
}

interface Guess {
  readonly name: string;
  fits(bytes: Uint8Array): boolean;
}

const guesses: readonly Guess[] = [
  { name: 'UTF-16LE', fits: (bytes) => (bytes[0] === 0xff && bytes[1] === 0xfe) || twoByteText(bytes, 'utf-16le') },
  { name: 'UTF-16BE', fits: (bytes) => (bytes[0] === 0xfe && bytes[1] === 0xff) || twoByteText(bytes, 'utf-16be') },
  { name: 'GBK', fits: chinese },
  { name: 'WINDOWS-1252', fits: (bytes) => bytes.some((byte) => byte >= 0x80 && byte < 0xa0) && western(bytes) },
  { name: 'ISO-8859-1', fits: western },
];

const share = <T>(values: readonly T[], fits: (value: T) => boolean): number =>
  values.length === 0 ? 0 : values.filter(fits).length / values.length;

const isText = (character: string): boolean => /[\p{L}\p{N}\p{P}\p{Zs}\n\r\t]/u.test(character);

/** Zeros stand in it, as they do beside every ASCII character, and what comes out is nearly all text of a few scripts. */
function twoByteText(bytes: Uint8Array, encoding: string): boolean {
  if (!bytes.includes(0)) return false;
  const characters = [...new TextDecoder(encoding).decode(bytes.subarray(0, bytes.length & ~1))];
  const usual = (character: string): boolean => isText(character) && !/[\u{a000}-\u{abff}\u{d7b0}-\u{fdff}]/u.test(character);
  // Read the wrong way round, a space becomes U+2000, which is white space too.
  const spaces = characters.filter((character) => /[ \n，。]/u.test(character)).length;
  return share(characters, usual) > 0.95 && spaces > 0;
}

/** Pairs of high bytes, most of which are characters of the first level of GB 2312: those in daily use. */
function chinese(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) return false;
  const leads: number[] = [];
  for (let i = 0; i + 1 < bytes.length; i++) {
    const [lead, trail] = [bytes[i] as number, bytes[i + 1] as number];
    if (lead < 0x81) continue;
    if (trail < 0x40) return false;
    leads.push(trail >= 0xa1 ? lead : 0);
    i++;
  }
  return share(leads, (lead) => (lead >= 0xb0 && lead <= 0xd7) || (lead >= 0xa1 && lead <= 0xa3)) > 0.7;
}

/** Single high bytes among ASCII letters, and no control characters. */
function western(bytes: Uint8Array): boolean {
  const all = [...bytes];
  const high = all.flatMap((byte, i) => (byte >= 0x80 ? [i] : []));
  const alone = share(high, (i) => (bytes[i - 1] ?? 0) < 0x80 && (bytes[i + 1] ?? 0) < 0x80);
  return alone > 0.8 && high.length < all.length / 3 && !all.some((byte) => byte < 32 && ![9, 10, 12, 13, 27].includes(byte));
}
