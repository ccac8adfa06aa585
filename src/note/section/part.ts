/** Titles that the placements share. */
import type { Localized } from '../../core/message/index.ts';

export const merits: Localized = { en: 'Merits', zh: '优点' };
export const faults: Localized = { en: 'Faults', zh: '缺点' };
export const traits: Localized = { en: 'Traits', zh: '特点' };
