/** Power laws read off two axes. */
import { mean } from './moments.ts';

/** Least-squares slope of log y on log x: the exponent k of y ∝ x^k. */
export function logLogSlope(x: readonly number[], y: readonly number[]): number {
  const [u, v] = [x.map(Math.log), y.map(Math.log)];
  const [mu, mv] = [mean(u), mean(v)];
  const covariance = u.reduce((total, value, i) => total + (value - mu) * (v[i] - mv), 0);
  return covariance / u.reduce((total, value) => total + (value - mu) ** 2, 0);
}
