import type { Schedule } from './types.ts';

export const constant: Schedule = { id: 'constant', title: { en: 'Constant', zh: '恒定' }, equation: 'lr', after: () => 1 };
