import { number } from '../../core/options.ts';

/** The option of all initialisations that start from one standard deviation. */
export const std = number(0.02, { en: 'standard deviation', zh: '标准差' }, { min: 0 });
