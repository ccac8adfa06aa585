import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** SHA-256 of a text (UTF-8) or bytes, as lower-case hex; the same in Node and in browsers. */
export const hash = (data: string | Uint8Array): string => bytesToHex(sha256(typeof data === 'string' ? utf8ToBytes(data) : data));

/** The first 12 hex digits: names for folders and runs. */
export const shortHash = (data: string): string => hash(data).slice(0, 12);
