/** The standard normal distribution and chi-square, by the special functions of @stdlib. */
import erfc from '@stdlib/math-base-special-erfc';
import erfcinv from '@stdlib/math-base-special-erfcinv';
import gammaincinv from '@stdlib/math-base-special-gammaincinv';

/** Φ(z) = erfc(−z/√2) / 2. */
export const normalCdf = (z: number): number => erfc(-z / Math.SQRT2) / 2;

/** Φ⁻¹(p) = −√2 · erfc⁻¹(2p); ∓Infinity at 0 and 1. */
export const normalQuantile = (p: number): number => -Math.SQRT2 * erfcinv(2 * p);

/** The x below which a share p of chi-square with `freedom` degrees lies: 2 · P⁻¹(freedom/2, p), P the lower incomplete gamma. */
export const chiSquareQuantile = (p: number, freedom: number): number => 2 * gammaincinv(p, freedom / 2, false);
