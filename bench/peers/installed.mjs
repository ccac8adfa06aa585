/** A package of this folder's package.json; where it was not installed, that is the answer of the whole process. */
import { say } from '../step/loop.mjs';

export async function installed(name) {
  try {
    return await import(name);
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    say({ missing: 'not installed here: npm ci --prefix bench/peers' });
    process.exit(0);
  }
}
