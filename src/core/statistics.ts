/** The statistics that studies use today; all of them are in `statistic/`. */
export { holm } from './statistic/holm.ts';
export { mean, variance } from './statistic/moments.ts';
export { pairsNeeded } from './statistic/power.ts';
export { logLogSlope } from './statistic/slope.ts';
export { tInterval, tTest } from './statistic/student.ts';
export { wilson } from './statistic/wilson.ts';
